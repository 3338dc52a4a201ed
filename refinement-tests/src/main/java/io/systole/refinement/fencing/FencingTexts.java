package io.systole.refinement.fencing;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.protocol.fencing.Conclusion;
import io.systole.protocol.fencing.DeviceCall;
import io.systole.protocol.fencing.DeviceCall.CallStatus;
import io.systole.protocol.fencing.FencingHistory;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.Progress;
import io.systole.protocol.fencing.Round;
import io.systole.protocol.fencing.RoundPhase;

/**
 * Takes the words for people out of states and messages. Nothing depends on them, so that states
 * which differ in them alone are one state.
 */
final class FencingTexts {

  private FencingTexts() {}

  static FencingState without(FencingState state) {
    return new FencingState(
        state.self(),
        state.incarnation(),
        state.surroundings(),
        state.configuration(),
        state.counter(),
        ImmutableSortedMap.copyOfSorted(Maps.transformValues(state.rounds(), FencingTexts::round)),
        ImmutableSortedMap.copyOfSorted(Maps.transformValues(state.calls(), FencingTexts::call)),
        state.inquiries(),
        state.leading(),
        FencingHistory.of(
            state.history().records().values().stream()
                .map(FencingTexts::record)
                .collect(toImmutableList())));
  }

  private static Round round(Round round) {
    RoundPhase phase =
        switch (round.phase()) {
          case RoundPhase.Executing executing ->
              new RoundPhase.Executing(
                  progress(executing.progress()), executing.call(), executing.attempt());
          case RoundPhase.Concluding concluding ->
              new RoundPhase.Concluding(result(concluding.result()));
          case RoundPhase.Announced _, RoundPhase.Following _, RoundPhase.Querying _ ->
              round.phase();
        };
    return new Round(round.operation(), round.request(), phase);
  }

  private static Progress progress(Progress progress) {
    return new Progress(
        progress.offers(),
        progress.levels(),
        progress.steps(),
        progress.tried(),
        progress.calls(),
        progress.covered(),
        "");
  }

  private static DeviceCall call(DeviceCall call) {
    CallStatus status =
        call.status() instanceof CallStatus.Ended(FencingMessage.Executed answer)
            ? new CallStatus.Ended(executed(answer))
            : call.status();
    return new DeviceCall(call.order(), call.device(), call.attemptsLeft(), status);
  }

  private static FencingRecord record(FencingRecord record) {
    return new FencingRecord(
        record.id(),
        record.aim(),
        record.client(),
        record.startedMillis(),
        record.asOf(),
        record.conclusion().map(FencingTexts::conclusion));
  }

  private static Conclusion conclusion(Conclusion conclusion) {
    return new Conclusion(conclusion.status(), conclusion.executor(), "", 0);
  }

  private static FencingMessage.Executed executed(FencingMessage.Executed executed) {
    return new FencingMessage.Executed(executed.call(), executed.outcome(), "", executed.covered());
  }

  private static FencingMessage.Result result(FencingMessage.Result result) {
    return new FencingMessage.Result(record(result.record()), result.covered());
  }

  static FencingMessage without(FencingMessage message) {
    return switch (message) {
      case FencingMessage.Executed executed -> executed(executed);
      case FencingMessage.Result result -> result(result);
      case FencingMessage.History history ->
          new FencingMessage.History(
              history.incarnation(),
              history.epoch(),
              history.records().stream().map(FencingTexts::record).collect(toImmutableList()));
      case FencingMessage.Query _, FencingMessage.QueryReply _, FencingMessage.Execute _ -> message;
    };
  }
}
