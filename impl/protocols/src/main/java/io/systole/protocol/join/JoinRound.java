package io.systole.protocol.join;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import java.util.Optional;

/**
 * A round as its DC keeps it.
 *
 * @param epoch the round's name
 * @param phases of all members of the view
 * @param held what each node whose request was accepted said of its CIB
 * @param source whose CIB was chosen, once it was
 */
public record JoinRound(
    Epoch epoch,
    JoinStage stage,
    ImmutableSortedMap<NodeName, JoinPhase> phases,
    ImmutableSortedMap<NodeName, HeldCib> held,
    Optional<NodeName> source) {

  /** A round in which all of {@code members} have just been offered a place. */
  static JoinRound open(Epoch epoch, ImmutableSortedSet<NodeName> members) {
    return new JoinRound(
        epoch,
        JoinStage.INTEGRATING,
        ImmutableSortedMap.copyOf(Maps.asMap(members, _ -> JoinPhase.WELCOMED)),
        ImmutableSortedMap.of(),
        Optional.empty());
  }

  public JoinPhase phase(NodeName node) {
    return phases.getOrDefault(node, JoinPhase.NONE);
  }

  /** The nodes in that phase. */
  public ImmutableSortedSet<NodeName> in(JoinPhase phase) {
    return ImmutableSortedSet.copyOf(Maps.filterValues(phases, phase::equals).keySet());
  }

  JoinRound at(JoinStage newStage) {
    return new JoinRound(epoch, newStage, phases, held, source);
  }

  JoinRound from(NodeName newSource) {
    return new JoinRound(epoch, stage, phases, held, Optional.of(newSource));
  }

  JoinRound move(NodeName node, JoinPhase to) {
    return move(ImmutableSortedSet.of(node), to);
  }

  JoinRound move(ImmutableSortedSet<NodeName> nodes, JoinPhase to) {
    ImmutableSortedMap<NodeName, JoinPhase> moved =
        ImmutableSortedMap.copyOf(
            Maps.transformEntries(phases, (node, old) -> nodes.contains(node) ? to : old));
    return new JoinRound(epoch, stage, moved, held, source);
  }

  /** Leaves {@code nodes} behind: they take no part, and their CIBs count for nothing. */
  JoinRound without(ImmutableSortedSet<NodeName> nodes) {
    ImmutableSortedMap<NodeName, HeldCib> kept =
        ImmutableSortedMap.copyOf(Maps.filterKeys(held, node -> !nodes.contains(node)));
    return new JoinRound(epoch, stage, phases, kept, source).move(nodes, JoinPhase.NONE);
  }

  JoinRound integrate(NodeName node, HeldCib cib) {
    ImmutableSortedMap<NodeName, HeldCib> more =
        ImmutableSortedMap.<NodeName, HeldCib>naturalOrder()
            .putAll(held)
            .put(node, cib)
            .buildOrThrow();
    return new JoinRound(epoch, stage, phases, more, source).move(node, JoinPhase.INTEGRATED);
  }
}
