package io.systole.protocol.transition;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import java.util.Optional;

/**
 * A transition under way.
 *
 * @param status of the actions that have begun
 * @param end how it will end, once it was aborted or an action failed
 * @param reason in words, if there is an {@code end}
 */
public record TransitionRun(
    TransitionGraph graph,
    ImmutableSortedMap<Integer, ActionStatus> status,
    Optional<TransitionOutcome> end,
    String reason) {

  static TransitionRun of(TransitionGraph graph) {
    return new TransitionRun(graph, ImmutableSortedMap.of(), Optional.empty(), "");
  }

  /** The actions with that status. */
  public ImmutableSortedSet<Integer> in(ActionStatus wanted) {
    return ImmutableSortedSet.copyOf(Maps.filterValues(status, wanted::equals).keySet());
  }

  /** Whether this action has begun and not ended. */
  public boolean isStarted(int action) {
    return status.get(action) == ActionStatus.STARTED;
  }

  /** Whether all that {@code synapse} waits for is confirmed. */
  boolean inputsConfirmed(Synapse synapse) {
    return synapse.inputs().stream().allMatch(i -> status.get(i) == ActionStatus.CONFIRMED);
  }

  TransitionRun with(ImmutableSortedMap<Integer, ActionStatus> newStatus) {
    return new TransitionRun(graph, newStatus, end, reason);
  }

  /** The first reason to end counts, except that a failure says more than an abort. */
  TransitionRun ending(TransitionOutcome outcome, String why) {
    boolean known = end.isPresent() && outcome != TransitionOutcome.FAILED;
    return known ? this : new TransitionRun(graph, status, Optional.of(outcome), why);
  }
}
