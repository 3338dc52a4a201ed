package io.systole.refinement.election;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.election.Vote;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One state of a cluster that elects; the components are the variables of {@code Election.tla}.
 *
 * @param nodes each node's own part
 */
record ElectionWorld(
    ImmutableSortedMap<NodeName, Node> nodes, ImmutableSortedSet<Epoch> opened, Bus<Vote> bus) {

  /**
   * What belongs to one node.
   *
   * @param timers those that run
   * @param told whom the controller takes for the DC
   */
  record Node(
      ElectionState state,
      ImmutableSortedSet<String> timers,
      Optional<ElectionEffect.DeclareWinner> told) {

    static Node started(NodeName self) {
      return new Node(ElectionState.initial(self), ImmutableSortedSet.of(), Optional.empty());
    }
  }

  static ElectionWorld initial(Names names) {
    return new ElectionWorld(
        ImmutableSortedMap.copyOf(Maps.asMap(names.all(), Node::started)),
        ImmutableSortedSet.of(),
        Bus.noBus(names.all()));
  }

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  ElectionWorld with(NodeName name, Node node) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, node);
    return new ElectionWorld(ImmutableSortedMap.copyOfSorted(copy), opened, bus);
  }

  ElectionWorld with(Bus<Vote> newBus) {
    return new ElectionWorld(nodes, opened, newBus);
  }

  ElectionWorld opening(Epoch epoch) {
    return new ElectionWorld(
        nodes, ImmutableSortedSet.<Epoch>naturalOrder().addAll(opened).add(epoch).build(), bus);
  }
}
