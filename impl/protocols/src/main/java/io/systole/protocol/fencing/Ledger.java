package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.NotifySubscribers;
import io.systole.protocol.fencing.FencingEffect.ReplyToClient;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.protocol.fencing.RoundPhase.Concluding;
import java.util.Optional;
import java.util.function.Predicate;

/** How a fencer keeps its history, and whom it tells that an operation has ended. */
final class Ledger {

  private Ledger() {}

  /** Spec: {@code Fencing!DeliverResult}. */
  static Step<FencingState, FencingEffect> concluded(
      FencingState state, NodeName sender, Result result) {
    FencingRecord record = result.record();
    if (!record.id().originator().equals(sender)) {
      return Step.refuse(state, FencingRefusal.NOT_THE_ORIGINATOR);
    }
    if (state.history().record(record.id()).filter(FencingRecord::isDecided).isPresent()) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    return Moves.to(state.with(state.history().plus(record)), new NotifySubscribers(record))
        .then(s -> answer(s, record))
        .then(s -> Originator.leaderEnded(unled(s), result))
        .then(Ledger::tidy)
        .step();
  }

  private static Moves answer(FencingState state, FencingRecord record) {
    Optional<Round> own = state.round(record.id()).filter(r -> r.phase() instanceof Concluding);
    return own.map(round ->
            Moves.to(
                state.withoutRound(round.id()),
                new ReplyToClient(round.request().handle(), record)))
        .orElseGet(() -> Moves.to(state));
  }

  /** Spec: {@code History!DeliverHistory}. */
  static Step<FencingState, FencingEffect> told(FencingState state, NodeName sender, History told) {
    FencingState aware = told.epoch().map(state::withEpoch).orElse(state);
    FencingHistory merged = state.history().merge(FencingHistory.of(told.records()));
    return Moves.to(aware.with(merged))
        .thenForEach(news(state.history(), merged), (s, r) -> notified(s, r))
        .then(s ->
            loseOperations(
                s,
                r ->
                    isOf(r, sender, told.incarnation())
                        || isOf(r, s.self(), s.incarnation())
                        || !s.isMember(r.id().originator())))
        .then(Ledger::settleOwn)
        .then(s -> Orders.repeatTo(s, sender))
        .then(s -> hasOldOfOurs(aware.with(merged)) ? Moves.to(s, tell(s)) : Moves.to(s))
        .step();
  }

  /**
   * Whether an operation of the process before this one is still pending in the histories of
   * others. One that hears of it only now, and has heard this fencer before, would wait for its end
   * as long as the view lasts; so it has to be told again.
   */
  private static boolean hasOldOfOurs(FencingState state) {
    return !state.history().pending(r -> isOf(r, state.self(), state.incarnation())).isEmpty();
  }

  /**
   * What others know of our own operations. A decision of ours that has come back by their history
   * is as good as our own result. What they have taken for lost while they were parted from us is
   * given up, so that their clients and ours hear the same.
   */
  private static Moves settleOwn(FencingState state) {
    return Moves.to(state).thenForEach(state.rounds().values(), Ledger::settle);
  }

  private static Moves settle(FencingState state, Round round) {
    Optional<FencingRecord> ended = state.history().record(round.id()).filter(r -> !r.isPending());
    if (ended.filter(FencingRecord::isDecided).isPresent()) {
      return answer(state, ended.get());
    }
    String reason = "the peers lost this fencer while the operation was under way";
    return ended.isEmpty() || round.phase() instanceof Concluding
        ? Moves.to(state)
        : Originator.conclude(state, round, Originator.failed(state, reason));
  }

  /** Whether a record is of {@code node}, but not of its present process. */
  private static boolean isOf(FencingRecord record, NodeName node, long presentIncarnation) {
    return record.id().originator().equals(node) && record.id().incarnation() != presentIncarnation;
  }

  /**
   * What has been pending or presumed lost and is more than that now. That others presumed it at
   * another time is no news.
   */
  private static ImmutableList<FencingRecord> news(FencingHistory before, FencingHistory after) {
    return after.records().values().stream()
        .filter(r -> !r.isPending())
        .filter(r -> before.record(r.id()).filter(old -> !old.endedAs(r)).isPresent())
        .collect(ImmutableList.toImmutableList());
  }

  private static Moves notified(FencingState state, FencingRecord record) {
    return Moves.to(state, new NotifySubscribers(record));
  }

  /** Spec: {@code Fencing!ChangeView}. */
  static Step<FencingState, FencingEffect> viewChanged(FencingState state, View view) {
    FencingState fresh =
        state
            .withView(view)
            .withLeading(ImmutableSortedMap.of())
            .withInquiries(ImmutableSortedMap.of());
    if (!fresh.isMember(fresh.self())) {
      return Step.to(fresh);
    }
    return Moves.to(fresh, tell(fresh))
        .then(s -> loseOperations(s, r -> !s.isMember(r.id().originator())))
        .then(Originator::viewChanged)
        .step();
  }

  /** All is said in each view: whoever came along from the last one may have missed its end. */
  private static Multicast tell(FencingState state) {
    return new Multicast(
        new History(
            state.incarnation(),
            state.surroundings().epoch(),
            state.history().records().values().asList()));
  }

  /**
   * The pending operations that {@code which} is true of will not be decided by anybody any more.
   *
   * <p>Spec: {@code Fencing!LoseOriginator}.
   */
  private static Moves loseOperations(FencingState state, Predicate<FencingRecord> which) {
    ImmutableList<FencingRecord> lost =
        state.history().pending(which).stream()
            .map(r -> r.concluded(FencingHistory.lost(r.id().originator(), state.nowMillis())))
            .collect(ImmutableList.toImmutableList());
    FencingHistory after = state.history().merge(FencingHistory.of(lost));
    return Moves.to(unled(state.with(after)))
        .thenForEach(lost, Ledger::notified)
        .then(Originator::leadersLost)
        .then(Ledger::tidy);
  }

  /** An operation that has ended leads nothing. */
  private static FencingState unled(FencingState state) {
    return state.withLeading(
        ImmutableSortedMap.copyOf(Maps.filterValues(state.leading(), state.history()::isPending)));
  }

  private static Moves tidy(FencingState state) {
    return Executor.forgetEnded(Replier.forgetEnded(state));
  }
}
