package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.fencing.FencingEffect.CancelTimer;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.protocol.fencing.FencingTimer.ExecuteTimer;
import io.systole.protocol.fencing.FencingTimer.QueryTimer;
import io.systole.protocol.fencing.FencingTimer.RoundTimer;
import io.systole.protocol.fencing.RoundPhase.Announced;
import io.systole.protocol.fencing.RoundPhase.Concluding;
import io.systole.protocol.fencing.RoundPhase.Executing;
import io.systole.protocol.fencing.RoundPhase.Following;
import io.systole.protocol.fencing.RoundPhase.Querying;
import java.time.Duration;
import java.util.Optional;

/** How a round is opened, who is asked, and how it is concluded. See {@link RoundPhase}. */
final class Originator {

  /** Replies are awaited no longer than this, and no longer than a share of the client's time. */
  static final Duration QUERY_LIMIT = Duration.ofSeconds(20);

  /** The client's time divided by this is the most that the query may take. */
  static final int QUERY_SHARE = 4;

  private Originator() {}

  /** Spec: {@code Fencing!RequestFencing}. */
  static Step<FencingState, FencingEffect> requested(FencingState state, FenceRequest request) {
    if (request.epoch().filter(state::isStale).isPresent()) {
      return Step.refuse(state, FencingRefusal.STALE_EPOCH);
    }
    if (!state.isMember(state.self())) {
      return Step.refuse(state, FencingRefusal.NOT_IN_VIEW);
    }
    if (state.rounds().size() >= FencingState.MAX_ROUNDS) {
      return Step.refuse(state, FencingRefusal.TOO_MANY_ROUNDS);
    }
    OperationId id = new OperationId(state.counter() + 1, state.self(), state.incarnation());
    FencingRecord operation =
        new FencingRecord(
            id,
            request.aim(),
            request.client(),
            state.nowMillis(),
            request.epoch().or(() -> state.surroundings().epoch()),
            Optional.empty());
    FencingState aware = request.epoch().map(state::withEpoch).orElse(state);
    return Moves.to(
            aware.withCounter(id.counter()), new StartTimer(new RoundTimer(id), request.timeout()))
        .then(s -> announce(s, new Round(operation, request, new Announced())))
        .step();
  }

  /** Asks all who may be able; the query comes back in agreed order and then counts. */
  static Moves announce(FencingState state, Round round) {
    ImmutableSortedSet<NodeName> members =
        state.surroundings().view().map(View::members).orElse(ImmutableSortedSet.of());
    Aim aim = round.aim();
    ImmutableSortedSet<NodeName> expected =
        aim.action().byTargetItself() ? members : Sorted.without(members, aim.target());
    RoundPhase phase = round.phase() instanceof Executing ? round.phase() : new Announced();
    return Moves.to(
        state.with(round.in(phase)),
        new Multicast(new Query(round.operation(), expected, round.request().epoch())));
  }

  /** One's own query has come back. */
  static Moves queryDelivered(FencingState state, Query query) {
    Optional<Round> announced =
        state.round(query.operation().id()).filter(r -> r.phase() instanceof Announced);
    if (announced.isEmpty()) {
      return Moves.to(state);
    }
    Round round = announced.get();
    OperationId leader = state.leading().getOrDefault(round.aim(), round.id());
    // Peers that come out of a partition may not agree on who leads. If each followed the other,
    // both would wait until their time is over; what is older follows nobody that is newer.
    if (leader.compareTo(round.id()) < 0) {
      return Moves.to(state.with(round.in(new Following(leader))));
    }
    if (query.expected().isEmpty()) {
      return Orders.begin(state, round, ImmutableSortedMap.of());
    }
    return Moves.to(
        state.with(round.in(new Querying(query.expected(), ImmutableSortedMap.of()))),
        new StartTimer(new QueryTimer(round.id()), queryTime(round.request())));
  }

  /** Spec: {@code Fencing!DeliverQueryReply}. */
  static Step<FencingState, FencingEffect> replied(
      FencingState state, NodeName sender, QueryReply reply) {
    if (!reply.operation().originator().equals(state.self())) {
      return Step.refuse(state, FencingRefusal.NOT_FOR_US);
    }
    Optional<Round> known = state.round(reply.operation());
    if (known.isEmpty()
        || !(known.get().phase() instanceof Querying querying)
        || !querying.awaited().contains(sender)) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    Querying asked =
        new Querying(
            Sorted.without(querying.awaited(), sender),
            Sorted.with(querying.offers(), sender, reply.offers()));
    if (!asked.awaited().isEmpty()) {
      return Step.to(state.with(known.get().in(asked)));
    }
    return Orders.begin(state, known.get(), asked.offers()).step();
  }

  /** Spec: {@code Fencing!QueryTimeout}. Those who did not reply are done without. */
  static Step<FencingState, FencingEffect> queryTimedOut(FencingState state, OperationId id) {
    Optional<Round> known = state.round(id);
    if (known.isEmpty() || !(known.get().phase() instanceof Querying querying)) {
      return Step.refuse(state, FencingRefusal.STALE_TIMER);
    }
    return Orders.begin(state, known.get(), querying.offers()).step();
  }

  /** Spec: {@code Fencing!RoundTimeout}. */
  static Step<FencingState, FencingEffect> roundTimedOut(FencingState state, OperationId id) {
    Optional<Round> known = state.round(id).filter(r -> !(r.phase() instanceof Concluding));
    if (known.isEmpty()) {
      return Step.refuse(state, FencingRefusal.STALE_TIMER);
    }
    Round round = known.get();
    String reason = "no success within " + round.request().timeout() + ", " + doing(round.phase());
    return conclude(state, round, Orders.timeOver(state, round, reason)).step();
  }

  /** Decides, and tells all. The client hears of it when the others do. */
  static Moves conclude(FencingState state, Round round, Verdict verdict) {
    Result result =
        new Result(round.operation().concluded(verdict.conclusion()), verdict.covered());
    return leavePhase(state, round)
        .and(new CancelTimer(new RoundTimer(round.id())), new Multicast(result))
        .change(s -> s.with(round.in(new Concluding(result))));
  }

  /**
   * A decision.
   *
   * @param covered other operations that a success serves
   */
  record Verdict(Conclusion conclusion, ImmutableSortedSet<OperationId> covered) {}

  static Verdict failed(FencingState state, String reason) {
    return new Verdict(
        new Conclusion(FencingStatus.FAILED, Optional.empty(), reason, state.nowMillis()),
        ImmutableSortedSet.of());
  }

  /** What becomes of the rounds that followed an operation which has ended. */
  static Moves leaderEnded(FencingState state, Result result) {
    OperationId leader = result.record().id();
    return Moves.to(state)
        .thenForEach(
            state.rounds().values(),
            (s, round) ->
                round.phase().equals(new Following(leader))
                    ? followLeader(s, round, result)
                    : Moves.to(s));
  }

  private static Moves followLeader(FencingState state, Round round, Result result) {
    boolean succeeded = result.record().hasSucceeded();
    if (succeeded && !result.covered().contains(round.id())) {
      return announce(state, round);
    }
    Optional<NodeName> executor = result.record().conclusion().flatMap(Conclusion::executor);
    String reason = result.record().conclusion().map(Conclusion::reason).orElse("");
    return conclude(
        state,
        round,
        new Verdict(
            new Conclusion(
                succeeded ? FencingStatus.SUCCEEDED : FencingStatus.FAILED,
                executor,
                reason,
                state.nowMillis()),
            result.covered()));
  }

  /** Rounds whose leader is gone without a result go on by themselves. */
  static Moves leadersLost(FencingState state) {
    return Moves.to(state)
        .thenForEach(
            state.rounds().values(),
            (s, round) ->
                round.phase() instanceof Following following
                        && !s.history().isPending(following.leader())
                    ? announce(s, round)
                    : Moves.to(s));
  }

  /**
   * Goes on in a new view. What was sent in the old one may not have arrived, and no order holds
   * between the two, so all that is still open is said again.
   */
  static Moves viewChanged(FencingState state) {
    return Moves.to(state).thenForEach(state.rounds().values(), Originator::resume);
  }

  private static Moves resume(FencingState state, Round round) {
    return switch (round.phase()) {
      case Announced _, Following _ -> announce(state, round);
      case Querying _ -> leavePhase(state, round).then(s -> announce(s, round));
      case Executing executing -> announce(state, round).then(s -> Orders.resume(s, executing));
      case Concluding concluding -> Moves.to(state, new Multicast(concluding.result()));
    };
  }

  /** Stops waiting for what the present phase waits for. */
  static Moves leavePhase(FencingState state, Round round) {
    return switch (round.phase()) {
      case Querying _ -> Moves.to(state, new CancelTimer(new QueryTimer(round.id())));
      case Executing executing ->
          Moves.to(state, new CancelTimer(new ExecuteTimer(executing.call())));
      case Announced _, Following _, Concluding _ -> Moves.to(state);
    };
  }

  private static String doing(RoundPhase phase) {
    return switch (phase) {
      case Announced _ -> "while the query was under way";
      case Following following -> "while operation " + following.leader() + " was awaited";
      case Querying querying -> "while replies were awaited from " + querying.awaited();
      case Executing executing -> "while " + executing.attempt() + " was under way";
      case Concluding _ -> "while the result was being told";
    };
  }

  private static Duration queryTime(FenceRequest request) {
    Duration share = request.timeout().dividedBy(QUERY_SHARE);
    return share.compareTo(QUERY_LIMIT) < 0 ? share : QUERY_LIMIT;
  }
}
