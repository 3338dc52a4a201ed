package io.systole.protocol.election;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import java.util.Optional;

/**
 * Where a node is in the election of its view.
 *
 * @param seen the greatest epoch that this node knows of
 * @param hurried whether it no longer waits for nodes that are starting
 * @param round the current round; empty outside of any view
 * @param members who votes in it
 * @param votes the epoch that each voter had seen, of the votes that counted so far
 * @param winner the DC of this view, once the last vote is in
 */
public record ElectionState(
    ElectionPhase phase,
    Epoch seen,
    boolean hurried,
    Optional<Round> round,
    ImmutableSortedSet<NodeName> members,
    ImmutableSortedMap<NodeName, Epoch> votes,
    Optional<NodeName> winner) {

  /** A node that has just started. */
  public static ElectionState initial(NodeName self) {
    return new ElectionState(
        ElectionPhase.OUTSIDE,
        new Epoch(0, self),
        false,
        Optional.empty(),
        ImmutableSortedSet.of(),
        ImmutableSortedMap.of(),
        Optional.empty());
  }

  ElectionState in(ElectionPhase newPhase) {
    return new ElectionState(newPhase, seen, hurried, round, members, votes, winner);
  }

  ElectionState seeing(Epoch epoch) {
    Epoch greatest = epoch.compareTo(seen) > 0 ? epoch : seen;
    return new ElectionState(phase, greatest, hurried, round, members, votes, winner);
  }

  ElectionState hurrying() {
    return new ElectionState(phase, seen, true, round, members, votes, winner);
  }

  ElectionState voting(Round newRound, ImmutableSortedSet<NodeName> voters) {
    return new ElectionState(
        ElectionPhase.VOTING,
        seen,
        hurried,
        Optional.of(newRound),
        voters,
        ImmutableSortedMap.of(),
        Optional.empty());
  }

  ElectionState counting(ImmutableSortedMap<NodeName, Epoch> newVotes) {
    return new ElectionState(phase, seen, hurried, round, members, newVotes, winner);
  }

  ElectionState decided(NodeName dc) {
    return new ElectionState(
        ElectionPhase.DECIDED, seen, true, round, members, votes, Optional.of(dc));
  }
}
