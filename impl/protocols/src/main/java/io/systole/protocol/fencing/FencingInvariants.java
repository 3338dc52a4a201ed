package io.systole.protocol.fencing;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;
import io.systole.protocol.fencing.RoundPhase.Announced;
import io.systole.protocol.fencing.RoundPhase.Concluding;
import io.systole.protocol.fencing.RoundPhase.Executing;
import io.systole.protocol.fencing.RoundPhase.Following;
import io.systole.protocol.fencing.RoundPhase.Querying;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What is true of every fencer at any time. Spec: {@code Fencing}, {@code History}. */
public final class FencingInvariants {

  public static final Invariants<FencingState> ALL =
      Invariants.of(
          invariant("RoundsAreOwn", each(FencingInvariants::isOwn)),
          invariant("RoundsAreUndecided", each(FencingInvariants::isUndecided)),
          invariant("OwnPendingOperationsHaveRounds", FencingInvariants::ownPendingHaveRounds),
          invariant("PhaseFitsRound", each(FencingInvariants::phaseFits)),
          invariant("ExecutorIsMember", each(FencingInvariants::executorIsMember)),
          invariant("PendingOriginatorsAreMembers", FencingInvariants::pendingAreMembers),
          invariant("LeadersArePending", FencingInvariants::leadersArePending),
          invariant("NoNodeFencesItself", FencingInvariants::noNodeFencesItself),
          invariant("DevicesAreNotOverloaded", FencingInvariants::devicesAreNotOverloaded),
          invariant("SuccessHasExecutor", FencingInvariants::successHasExecutor),
          invariant("CounterIsGreatest", FencingInvariants::counterIsGreatest),
          invariant("CollectionsAreBounded", FencingInvariants::areBounded));

  private FencingInvariants() {}

  private static Predicate<FencingState> each(BiPredicate<FencingState, Round> holds) {
    return state -> state.rounds().values().stream().allMatch(r -> holds.test(state, r));
  }

  private static boolean isOwn(FencingState state, Round round) {
    return round.id().originator().equals(state.self())
        && round.id().incarnation() == state.incarnation();
  }

  private static boolean isUndecided(FencingState state, Round round) {
    return round.operation().isPending()
        && state.history().record(round.id()).filter(FencingRecord::isDecided).isEmpty();
  }

  private static boolean ownPendingHaveRounds(FencingState state) {
    return state
        .history()
        .pending(r ->
            r.id().originator().equals(state.self()) && r.id().incarnation() == state.incarnation())
        .stream()
        .allMatch(r -> state.rounds().containsKey(r.id()));
  }

  private static boolean phaseFits(FencingState state, Round round) {
    return switch (round.phase()) {
      case Announced _ -> true;
      case Following following -> following.leader().compareTo(round.id()) < 0;
      case Querying querying -> !querying.awaited().isEmpty();
      case Executing executing ->
          executing.call().operation().equals(round.id())
              && !executing.progress().tried().contains(executing.attempt());
      case Concluding concluding ->
          concluding.result().record().id().equals(round.id())
              && concluding.result().record().isDecided();
    };
  }

  private static boolean executorIsMember(FencingState state, Round round) {
    return !(round.phase() instanceof Executing executing)
        || !state.isMember(state.self())
        || state.isMember(executing.attempt().peer());
  }

  private static boolean pendingAreMembers(FencingState state) {
    return !state.isMember(state.self())
        || state.history().pending(r -> !state.isMember(r.id().originator())).isEmpty();
  }

  private static boolean leadersArePending(FencingState state) {
    return state.leading().entrySet().stream()
        .allMatch(e ->
            state
                .history()
                .record(e.getValue())
                .filter(r -> r.isPending() && r.aim().equals(e.getKey()))
                .isPresent());
  }

  private static boolean noNodeFencesItself(FencingState state) {
    return state.calls().values().stream()
        .map(c -> c.order().aim())
        .allMatch(a -> a.action().byTargetItself() || !a.target().equals(state.self()));
  }

  private static boolean devicesAreNotOverloaded(FencingState state) {
    return state.calls().values().stream()
        .filter(DeviceCall::isRunning)
        .map(DeviceCall::device)
        .filter(d -> d.actionLimit() > 0)
        .allMatch(d -> running(state, d) <= d.actionLimit());
  }

  /** Only runs under the same settings are compared: a limit may be lowered while agents run. */
  private static long running(FencingState state, FenceDevice device) {
    return state.calls().values().stream()
        .filter(c -> c.isRunning() && c.device().equals(device))
        .count();
  }

  private static boolean successHasExecutor(FencingState state) {
    return state.history().records().values().stream()
        .filter(FencingRecord::hasSucceeded)
        .allMatch(r -> r.conclusion().flatMap(Conclusion::executor).isPresent());
  }

  private static boolean counterIsGreatest(FencingState state) {
    return state.history().records().keySet().stream().allMatch(i -> i.counter() <= state.counter())
        && state.rounds().keySet().stream().allMatch(i -> i.counter() <= state.counter());
  }

  private static boolean areBounded(FencingState state) {
    return state.history().records().size() <= FencingHistory.MAX_RECORDS
        && state.rounds().size() <= FencingState.MAX_ROUNDS
        && state.calls().size() <= FencingState.MAX_CALLS
        && state.configuration().devices().size() <= FencingConfiguration.MAX_DEVICES;
  }
}
