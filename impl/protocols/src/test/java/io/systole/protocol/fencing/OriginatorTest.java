package io.systole.protocol.fencing;

import static io.systole.protocol.fencing.OneFencer.LOST;
import static io.systole.protocol.fencing.OneFencer.N1;
import static io.systole.protocol.fencing.OneFencer.N2;
import static io.systole.protocol.fencing.OneFencer.PEERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.fencing.FencingEffect.CancelTimer;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingEvent.ClockTold;
import io.systole.protocol.fencing.FencingEvent.TimerFired;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a round is dated, how long it asks, and what is said of one whose time is over. */
class OriginatorTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final OneFencer fencer = OneFencer.joined();

  @Test
  void requestAndResultAreDatedByTheClock() {
    fencer.step(new ClockTold(1_000));
    Query query = fencer.ask(MINUTE);
    assertEquals(1_000, query.operation().startedMillis());
    fencer.step(new ClockTold(2_500));
    assertEquals(2_500, timeOver(query).finishedMillis());
  }

  @ParameterizedTest
  @CsvSource({"40, 10000", "79, 19750", "80, 20000", "81, 20000", "600, 20000"})
  void repliesAreAwaitedAQuarterOfTheClientsTimeAndNoLongerThanTwentySeconds(
      long timeoutSeconds, long awaitedMillis) {
    Query query = fencer.ask(Duration.ofSeconds(timeoutSeconds));
    StartTimer awaited =
        new StartTimer(new QueryTimer(query.operation().id()), Duration.ofMillis(awaitedMillis));
    assertEquals(awaited, fencer.hear(N1, query).effects().getFirst());
  }

  @Test
  void timeIsOverWhileTheQueryIsUnderWay() {
    assertEquals(
        "no success within PT1M, while the query was under way",
        timeOver(fencer.ask(MINUTE)).reason());
  }

  @Test
  void timeIsOverWhileAnotherOperationIsAwaited() {
    fencer.hear(N2, new Query(PEERS, ImmutableSortedSet.of(N2), Optional.empty()));
    Query query = fencer.ask(MINUTE);
    fencer.hear(N1, query);
    assertEquals(
        "no success within PT1M, while operation 1.1.n2 was awaited", timeOver(query).reason());
  }

  @Test
  void timeIsOverWhileRepliesAreAwaited() {
    Query query = fencer.ask(MINUTE);
    fencer.hear(N1, query);
    fencer.hear(N1, new QueryReply(query.operation().id(), ImmutableList.of()));
    assertEquals(
        "no success within PT1M, while replies were awaited from [n2]", timeOver(query).reason());
  }

  @Test
  void timeIsOverWhileADeviceIsUsed() {
    Query query = fencer.ask(MINUTE);
    OperationId id = query.operation().id();
    fencer.hear(N1, query);
    fencer.hear(N1, new QueryReply(id, ImmutableList.of()));
    Offer offer = Offer.of(FenceDevice.simple("ipmi", LOST));
    fencer.hear(N2, new QueryReply(id, ImmutableList.of(offer)));
    assertEquals(
        "no success within PT1M, while off by ipmi on n2 was under way", timeOver(query).reason());
  }

  @Test
  void nothingButRepliesAndOrdersIsWaitedForByATimerOfItsOwn() {
    FencingRecord operation = fencer.ask(MINUTE).operation();
    Conclusion failed = new Conclusion(FencingStatus.FAILED, Optional.empty(), "no", 9);
    Result result = new Result(operation.concluded(failed), ImmutableSortedSet.of());
    assertLeft(ImmutableList.of(), new Announced());
    assertLeft(ImmutableList.of(), new Following(PEERS.id()));
    assertLeft(ImmutableList.of(), new Concluding(result));
    assertLeft(
        ImmutableList.of(new CancelTimer(new QueryTimer(operation.id()))),
        new Querying(ImmutableSortedSet.of(N2), ImmutableSortedMap.of()));
    CallId call = new CallId(operation.id(), 1);
    assertLeft(
        ImmutableList.of(new CancelTimer(new ExecuteTimer(call))),
        new Executing(
            Progress.start(
                operation.aim(),
                ImmutableList.of(FencingLevel.ANY_DEVICE),
                ImmutableSortedMap.of()),
            call,
            new Attempt(N2, "ipmi", FencingAction.OFF)));
  }

  /** What is cancelled when the only round leaves {@code phase}; the state stays as it is. */
  private void assertLeft(ImmutableList<FencingEffect> expected, RoundPhase phase) {
    Round round = fencer.state().rounds().values().iterator().next().in(phase);
    assertEquals(new Moves(fencer.state(), expected), Originator.leavePhase(fencer.state(), round));
  }

  private Conclusion timeOver(Query query) {
    var step = fencer.step(new TimerFired(new RoundTimer(query.operation().id())));
    Result result = (Result) OneFencer.said(step).getFirst();
    assertEquals(FencingStatus.FAILED, result.record().conclusion().orElseThrow().status());
    return result.record().conclusion().orElseThrow();
  }
}
