package io.systole.protocol.fencing;

import static io.systole.protocol.fencing.OneFencer.N1;
import static io.systole.protocol.fencing.OneFencer.N2;
import static io.systole.protocol.fencing.OneFencer.PEERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.fencing.FencingEffect.NotifySubscribers;
import io.systole.protocol.fencing.FencingEffect.ReplyToClient;
import io.systole.protocol.fencing.FencingEvent.MessageDelivered;
import io.systole.protocol.fencing.FencingEvent.TimerFired;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.protocol.fencing.FencingTimer.RoundTimer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a fencer tells that an operation has ended, when it hears of it by a history. */
class LedgerTest {

  private static final FencingRecord DECIDED =
      PEERS.concluded(new Conclusion(FencingStatus.SUCCEEDED, Optional.of(N2), "", 9));

  private final OneFencer fencer = OneFencer.joined();

  @Test
  void subscribersHearOfTheEndOfWhatWasPending() {
    hearQuery();
    assertEquals(
        ImmutableList.of(new NotifySubscribers(DECIDED)),
        fencer.hear(N2, history(DECIDED)).effects());
  }

  @Test
  void subscribersHearOfTheDecisionOnWhatWasPresumedLost() {
    hearQuery();
    fencer.join(N1);
    fencer.join(N1, N2);
    assertEquals(
        Optional.of(PEERS.concluded(FencingHistory.lost(N2, 0))),
        fencer.state().history().record(PEERS.id()));
    assertEquals(
        ImmutableList.of(new NotifySubscribers(DECIDED)),
        fencer.hear(N2, history(DECIDED)).effects());
  }

  @Test
  void thatOthersPresumedALossAtAnotherTimeIsNoNews() {
    hearQuery();
    fencer.join(N1);
    fencer.join(N1, N2);
    FencingRecord later = PEERS.concluded(FencingHistory.lost(N2, 5));
    assertEquals(ImmutableList.of(), fencer.hear(N2, history(later)).effects());
    assertEquals(Optional.of(later), fencer.state().history().record(PEERS.id()));
  }

  @Test
  void whatIsStillPendingIsNoNews() {
    hearQuery();
    assertEquals(ImmutableList.of(), fencer.hear(N2, history(PEERS)).effects());
  }

  @Test
  void whatEndedBeforeItWasHeardOfIsNoNewsAndNeitherIsARepetition() {
    assertEquals(ImmutableList.of(), fencer.hear(N2, history(DECIDED)).effects());
    assertEquals(ImmutableList.of(), fencer.hear(N2, history(DECIDED)).effects());
    assertEquals(ImmutableList.of(), fencer.hear(N2, history(PEERS)).effects());
    assertEquals(Optional.of(DECIDED), fencer.state().history().record(PEERS.id()));
  }

  /** The own result may be lost with a view; the peers have it in their histories. */
  @Test
  void clientIsAnsweredByTheOwnDecisionThatComesBackInAHistory() {
    Query query = fencer.ask(Duration.ofSeconds(60));
    fencer.hear(N1, query);
    OperationId id = query.operation().id();
    Result result =
        (Result) OneFencer.said(fencer.step(new TimerFired(new RoundTimer(id)))).getFirst();
    assertEquals(
        ImmutableList.of(
            new NotifySubscribers(result.record()), new ReplyToClient(5, result.record())),
        fencer.hear(N2, history(result.record())).effects());
    fencer.assertRefused(FencingRefusal.UNKNOWN_OPERATION, new MessageDelivered(N1, result));
  }

  private void hearQuery() {
    fencer.hear(N2, new Query(PEERS, ImmutableSortedSet.of(N2), Optional.empty()));
  }

  private static History history(FencingRecord record) {
    return new History(1, Optional.empty(), ImmutableList.of(record));
  }
}
