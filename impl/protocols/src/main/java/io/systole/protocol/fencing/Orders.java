package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingTimer.ExecuteTimer;
import io.systole.protocol.fencing.Originator.Verdict;
import io.systole.protocol.fencing.RoundPhase.Executing;
import java.time.Duration;
import java.util.Optional;

/** How an originator has devices used, one after another, until a level has succeeded. */
final class Orders {

  /** An executor's answer may take this much longer than its agents. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private Orders() {}

  /** Who can do what is known: begins with the first level. */
  static Moves begin(
      FencingState state, Round round, ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers) {
    ImmutableList<FencingLevel> levels = state.configuration().levels(round.aim().target());
    return next(state, round, Progress.start(round.aim(), levels, offers));
  }

  /** Gives the next order, or decides. Spec: {@code Fencing!SendExecute}. */
  private static Moves next(FencingState state, Round round, Progress progress) {
    Optional<Epoch> stale = round.request().epoch().filter(state::isStale);
    if (stale.isPresent() && progress.step().required()) {
      String reason = "the coordinator that asked, " + stale.get() + ", has been replaced";
      return Originator.conclude(state, round, Originator.failed(state, reason));
    }
    ImmutableSortedSet<NodeName> members =
        state.surroundings().view().map(View::members).orElse(ImmutableSortedSet.of());
    return DeviceChoice.choose(progress, round.aim().target(), members)
        .map(best -> order(state, round, progress.called(), best))
        .orElseGet(() -> nothingLeft(state, round, progress));
  }

  private static Moves order(
      FencingState state, Round round, Progress progress, DeviceChoice.Candidate best) {
    Executing executing =
        new Executing(progress, new CallId(round.id(), progress.calls()), best.attempt());
    Round ordered = round.in(executing);
    return Originator.leavePhase(state, round)
        .change(s -> s.with(ordered))
        .and(
            new StartTimer(new ExecuteTimer(executing.call()), best.budget().plus(GRACE)),
            new Multicast(execute(ordered, executing)));
  }

  /** No device is left for the present step. */
  private static Moves nothingLeft(FencingState state, Round round, Progress progress) {
    if (!progress.step().required()) {
      return stepDone(state, round, progress.stepDone());
    }
    return progress
        .nextLevel(round.aim())
        .map(next -> next(state, round, next))
        .orElseGet(
            () -> Originator.conclude(state, round, failedAltogether(state, round, progress)));
  }

  private static Verdict failedAltogether(FencingState state, Round round, Progress progress) {
    String nobody =
        "no peer has a device for "
            + new Aim(round.aim().target(), progress.step().action())
            + "; configure one, or clean up one that has failed";
    return Originator.failed(state, progress.trouble().isEmpty() ? nobody : progress.trouble());
  }

  /** Spec: {@code Fencing!DeliverExecuted}. */
  static Step<FencingState, FencingEffect> executed(
      FencingState state, NodeName sender, Executed executed) {
    OperationId id = executed.call().operation();
    if (!id.originator().equals(state.self())) {
      return Step.refuse(state, FencingRefusal.NOT_FOR_US);
    }
    Optional<Round> known = state.round(id);
    if (known.isEmpty()
        || !(known.get().phase() instanceof Executing executing)
        || !executing.call().equals(executed.call())
        || !executing.attempt().peer().equals(sender)) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    return switch (executed.outcome()) {
      case SUCCEEDED -> succeeded(state, known.get(), executing, executed.covered()).step();
      case FAILED, TIMED_OUT -> failed(state, known.get(), executing, executed.reason()).step();
    };
  }

  /** Spec: {@code Fencing!ExecuteTimeout}. */
  static Step<FencingState, FencingEffect> timedOut(FencingState state, CallId call) {
    Optional<Round> known = state.round(call.operation());
    if (known.isEmpty()
        || !(known.get().phase() instanceof Executing executing)
        || !executing.call().equals(call)) {
      return Step.refuse(state, FencingRefusal.STALE_TIMER);
    }
    return failed(state, known.get(), executing, "the peer did not answer in time").step();
  }

  private static Moves succeeded(
      FencingState state,
      Round round,
      Executing executing,
      ImmutableSortedSet<OperationId> serves) {
    Attempt attempt = executing.attempt();
    boolean mapped =
        executing.progress().step().action() == FencingAction.REBOOT
            && attempt.action() == FencingAction.OFF;
    Progress done = executing.progress().stepDone().serving(serves);
    Progress then =
        mapped
            ? done.first(new PlanStep(FencingAction.ON, Optional.of(attempt.device()), false))
            : done;
    return stepDone(state, round, then);
  }

  private static Moves stepDone(FencingState state, Round round, Progress progress) {
    return progress.steps().isEmpty()
        ? Originator.conclude(state, round, success(state, round, progress))
        : next(state, round, progress);
  }

  /** What is said of a round when its time is over. A node that has been off is safe by then. */
  static Verdict timeOver(FencingState state, Round round, String reason) {
    return round.phase() instanceof Executing executing && !executing.progress().step().required()
        ? success(state, round, executing.progress().failed(executing.attempt(), reason))
        : Originator.failed(state, reason);
  }

  private static Verdict success(FencingState state, Round round, Progress progress) {
    Optional<NodeName> executor =
        round.phase() instanceof Executing executing
            ? Optional.of(executing.attempt().peer())
            : Optional.empty();
    return new Verdict(
        new Conclusion(FencingStatus.SUCCEEDED, executor, progress.trouble(), state.nowMillis()),
        progress.covered().orElse(ImmutableSortedSet.of()));
  }

  private static Moves failed(FencingState state, Round round, Executing executing, String reason) {
    Progress tried = executing.progress().failed(executing.attempt(), reason);
    return next(state, round, tried);
  }

  /** Goes on in a new view: repeats the order, or does without an executor that is gone. */
  static Moves resume(FencingState state, Executing executing) {
    Round round = state.rounds().get(executing.call().operation());
    if (round == null || !round.phase().equals(executing)) {
      return Moves.to(state);
    }
    return state.isMember(executing.attempt().peer())
        ? Moves.to(state, new Multicast(execute(round, executing)))
        : failed(state, round, executing, "the peer was lost");
  }

  /** Repeats the orders to a peer that may have been started anew; an old one knows them. */
  static Moves repeatTo(FencingState state, NodeName peer) {
    return Moves.to(state)
        .thenForEach(
            state.rounds().values(),
            (s, round) ->
                round.phase() instanceof Executing executing
                        && executing.attempt().peer().equals(peer)
                    ? resume(s, executing)
                    : Moves.to(s));
  }

  private static Execute execute(Round round, Executing executing) {
    Attempt attempt = executing.attempt();
    return new Execute(
        executing.call(),
        attempt.peer(),
        attempt.device(),
        new Aim(round.aim().target(), attempt.action()),
        round.request().epoch());
  }
}
