package io.systole.refinement.bus;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.refinement.tla.Tla;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Nodes as the specifications have them: numbers from 1, in the order of the names, so that what is
 * said of the least name is said of the least number.
 */
public record Names(ImmutableList<NodeName> nodes) {

  /** The nodes {@code n1} to {@code n}count. */
  public static Names count(int count) {
    return new Names(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new NodeName("n" + i))
            .collect(ImmutableList.toImmutableList()));
  }

  /** The given nodes. */
  public static Names of(ImmutableSortedSet<NodeName> nodes) {
    return new Names(nodes.asList());
  }

  public ImmutableSortedSet<NodeName> all() {
    return ImmutableSortedSet.copyOf(nodes);
  }

  public Tla node(NodeName node) {
    int index = nodes.indexOf(node);
    if (index < 0) {
      throw new IllegalArgumentException("no node " + node + " among " + nodes);
    }
    return Tla.of(index + 1L);
  }

  public Tla nodes(Collection<NodeName> some) {
    return Tla.set(some.stream().map(this::node).toList());
  }

  /** An epoch, as {@code spec/lib/Epochs.tla} has it. */
  public Tla epoch(Epoch epoch) {
    return Tla.tuple(Tla.of(epoch.number()), node(epoch.coordinator()));
  }

  /** A view's name, as {@code spec/lib/Bus.tla} has it. */
  public Tla view(ViewId view) {
    return Tla.tuple(Tla.of(view.number()), node(view.creator()));
  }
}
