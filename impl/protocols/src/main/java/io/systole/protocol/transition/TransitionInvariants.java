package io.systole.protocol.transition;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;
import java.util.function.Predicate;

/** What is true of every state of a transition. */
public final class TransitionInvariants {

  public static final Invariants<TransitionState> ALL =
      Invariants.of(
          invariant("BegunAfterInputs", ofRun(TransitionInvariants::begunAfterInputs)),
          invariant("BatchLimitHolds", ofRun(TransitionInvariants::batchLimitHolds)),
          invariant("OnlyActionsOfGraph", ofRun(TransitionInvariants::onlyActionsOfGraph)),
          invariant("RunMeansUnderWay", ofRun(run -> !run.in(ActionStatus.STARTED).isEmpty())),
          invariant(
              "FailureEndsIt",
              ofRun(run -> run.in(ActionStatus.FAILED).isEmpty() || run.end().isPresent())));

  private TransitionInvariants() {}

  private static Predicate<TransitionState> ofRun(Predicate<TransitionRun> condition) {
    return state -> state.run().stream().allMatch(condition);
  }

  private static boolean begunAfterInputs(TransitionRun run) {
    return run.graph().synapses().stream()
        .filter(synapse -> run.status().containsKey(synapse.action().id()))
        .allMatch(run::inputsConfirmed);
  }

  private static boolean batchLimitHolds(TransitionRun run) {
    int limit = run.graph().batchLimit();
    return limit == 0 || run.in(ActionStatus.STARTED).size() <= limit;
  }

  private static boolean onlyActionsOfGraph(TransitionRun run) {
    return run.graph().actions().keySet().containsAll(run.status().keySet());
  }
}
