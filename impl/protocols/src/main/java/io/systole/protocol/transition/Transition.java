package io.systole.protocol.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.kernel.Machine;
import io.systole.kernel.Step;
import java.util.Optional;

/**
 * Carries out a transition graph. An action begins when all inputs of its synapse are confirmed,
 * those of greater priority first where the graph limits how many may run; it ends once. After an
 * abort or a failure nothing begins any more, and the transition is over when what was under way
 * has ended.
 */
public final class Transition
    implements Machine<TransitionState, TransitionEvent, TransitionEffect> {

  @Override
  public Step<TransitionState, TransitionEffect> step(
      TransitionState state, TransitionEvent event) {
    return switch (event) {
      case TransitionEvent.TransitionStarted started -> started(state, started.graph());
      case TransitionEvent.ActionEnded ended -> ended(state, ended);
      case TransitionEvent.ActionOverdue overdue -> overdue(state, overdue);
      case TransitionEvent.TransitionAborted aborted -> aborted(state, aborted.reason());
      case TransitionEvent.TransitionDropped _ -> dropped(state);
    };
  }

  /** Spec: Transition!Start. */
  private static Step<TransitionState, TransitionEffect> started(
      TransitionState state, TransitionGraph graph) {
    if (state.run().isPresent()) {
      return Step.refuse(state, TransitionRefusal.ALREADY_RUNNING);
    }
    TransitionState next = new TransitionState(state.number() + 1, Optional.empty());
    return goOn(next, TransitionRun.of(graph), ImmutableList.of());
  }

  /** Spec: Transition!EndAction. */
  private static Step<TransitionState, TransitionEffect> ended(
      TransitionState state, TransitionEvent.ActionEnded ended) {
    Optional<TransitionRefusal> refusal = notUnderWay(state, ended.transition(), ended.action());
    return refusal.isPresent()
        ? Step.refuse(state, refusal.get())
        : conclude(state, ended.action(), ended.succeeded(), "failed");
  }

  /** Spec: Transition!ActionOverdue. */
  private static Step<TransitionState, TransitionEffect> overdue(
      TransitionState state, TransitionEvent.ActionOverdue overdue) {
    Optional<TransitionRefusal> refusal =
        notUnderWay(state, overdue.transition(), overdue.action());
    return refusal.isPresent()
        ? Step.refuse(state, refusal.get())
        : conclude(state, overdue.action(), false, "did not end in time");
  }

  private static Optional<TransitionRefusal> notUnderWay(
      TransitionState state, long transition, int action) {
    if (state.run().isEmpty()) {
      return Optional.of(TransitionRefusal.NOT_RUNNING);
    }
    if (transition != state.number()) {
      return Optional.of(TransitionRefusal.OTHER_TRANSITION);
    }
    return state.run().get().isStarted(action)
        ? Optional.empty()
        : Optional.of(TransitionRefusal.NOT_STARTED);
  }

  private static Step<TransitionState, TransitionEffect> conclude(
      TransitionState state, int id, boolean succeeded, String failure) {
    TransitionRun run = state.run().orElseThrow();
    ActionStatus status = succeeded ? ActionStatus.CONFIRMED : ActionStatus.FAILED;
    TransitionRun concluded = run.with(put(run.status(), id, status));
    if (!succeeded) {
      String key = run.graph().action(id).map(GraphAction::key).orElse("action " + id);
      concluded = concluded.ending(TransitionOutcome.FAILED, key + " " + failure);
    }
    return goOn(
        state,
        concluded,
        ImmutableList.of(new TransitionEffect.CancelActionTimer(state.number(), id)));
  }

  /** Spec: Transition!Abort. */
  private static Step<TransitionState, TransitionEffect> aborted(
      TransitionState state, String reason) {
    if (state.run().isEmpty()) {
      return Step.refuse(state, TransitionRefusal.NOT_RUNNING);
    }
    TransitionRun run = state.run().get();
    return run.end().isPresent()
        ? Step.refuse(state, TransitionRefusal.ALREADY_ENDING)
        : goOn(state, run.ending(TransitionOutcome.ABORTED, reason), ImmutableList.of());
  }

  /** Spec: Transition!Drop. */
  private static Step<TransitionState, TransitionEffect> dropped(TransitionState state) {
    if (state.run().isEmpty()) {
      return Step.refuse(state, TransitionRefusal.NOT_RUNNING);
    }
    ImmutableList.Builder<TransitionEffect> effects = ImmutableList.builder();
    for (int action : state.run().get().in(ActionStatus.STARTED)) {
      effects.add(new TransitionEffect.CancelActionTimer(state.number(), action));
    }
    return Step.to(state.idle(), effects.build());
  }

  /** Begins what can begin, and ends the transition if nothing is under way then. */
  private static Step<TransitionState, TransitionEffect> goOn(
      TransitionState state, TransitionRun run, ImmutableList<TransitionEffect> first) {
    ImmutableList.Builder<TransitionEffect> effects = ImmutableList.builder();
    effects.addAll(first);
    TransitionRun next = run;
    if (run.end().isEmpty()) {
      Firing firing = new Firing(run);
      for (GraphAction action : firing.fire()) {
        effects.add(new TransitionEffect.PerformAction(state.number(), action));
        if (!action.endsAtOnce()) {
          effects.add(
              new TransitionEffect.StartActionTimer(
                  state.number(), action.id(), run.graph().patience(action)));
        }
      }
      next = run.with(firing.status());
    }
    if (!next.in(ActionStatus.STARTED).isEmpty()) {
      return Step.to(state.running(next), effects.build());
    }
    effects.add(new TransitionEffect.EndTransition(state.number(), outcome(next), next.reason()));
    return Step.to(state.idle(), effects.build());
  }

  private static TransitionOutcome outcome(TransitionRun run) {
    boolean all = run.in(ActionStatus.CONFIRMED).size() == run.graph().actions().size();
    return run.end().orElse(all ? TransitionOutcome.COMPLETE : TransitionOutcome.STUCK);
  }

  private static ImmutableSortedMap<Integer, ActionStatus> put(
      ImmutableSortedMap<Integer, ActionStatus> status, int id, ActionStatus to) {
    return ImmutableSortedMap.copyOf(
        Maps.transformEntries(status, (action, old) -> action == id ? to : old));
  }
}
