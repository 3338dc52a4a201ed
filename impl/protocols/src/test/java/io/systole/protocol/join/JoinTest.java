package io.systole.protocol.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final ImmutableSortedSet<NodeName> ALL = ImmutableSortedSet.of(A, B, C);
  private static final Epoch SEEN = new Epoch(4, C);
  private static final Epoch FIVE = new Epoch(5, A);
  private static final ViewId REPLICAS = new ViewId(1, A);

  private final Machine dc = new Machine(A);
  private final Machine member = new Machine(B);

  /** A machine with its state, whose invariants are checked. */
  private static final class Machine {
    final NodeName self;
    final Join join;
    JoinState state;

    Machine(NodeName self) {
      this.self = self;
      this.join = new Join(new JoinConstants(self, 1));
      this.state = JoinState.initial(self);
      take(new JoinEvent.ViewChanged(new View(new ViewId(1, A), ALL, ALL, 2, true)));
      take(new JoinEvent.CibTold(held(1, 0)));
    }

    Step<JoinState, JoinEffect> take(JoinEvent event) {
      Step<JoinState, JoinEffect> step = join.step(state, event);
      state = step.state();
      assertEquals(ImmutableList.of(), JoinInvariants.of(self).broken(state));
      return step;
    }

    Step<JoinState, JoinEffect> hear(NodeName sender, JoinMessage message) {
      return take(new JoinEvent.MessageDelivered(sender, message));
    }

    JoinPhase phase(NodeName node) {
      return state.round().orElseThrow().phase(node);
    }

    JoinStage stage() {
      return state.round().orElseThrow().stage();
    }
  }

  private static HeldCib held(long term, long version) {
    return held(term, version, REPLICAS);
  }

  private static HeldCib held(long term, long version, ViewId replicas) {
    return new HeldCib(
        new CibSummary(
            new Epoch(term, C), new CibVersion(0, version, 0), true, Cib.empty().digest()),
        replicas);
  }

  private static JoinMessage.JoinRequest request(Epoch epoch, HeldCib held) {
    return new JoinMessage.JoinRequest(epoch, held, 1);
  }

  private void elect() {
    dc.take(new JoinEvent.DcElected(A, SEEN));
    member.take(new JoinEvent.DcElected(A, SEEN));
  }

  private void integrateAll() {
    elect();
    for (NodeName node : ALL) {
      dc.hear(node, request(FIVE, held(1, 0)));
    }
  }

  private void finalizeAll() {
    integrateAll();
    dc.take(new JoinEvent.Synchronised(FIVE));
  }

  @Test
  void theElectedOpensARoundWithANewEpochForAll() {
    Step<JoinState, JoinEffect> step = dc.take(new JoinEvent.DcElected(A, SEEN));
    assertEquals(
        ImmutableList.of(
            new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
            new JoinEffect.CancelTimer(JoinTimer.RETRY),
            new JoinEffect.OpenEpoch(FIVE),
            new JoinEffect.Say(new JoinMessage.JoinOffer(FIVE, ALL)),
            new JoinEffect.StartTimer(JoinTimer.INTEGRATION)),
        step.effects());
    assertEquals(JoinPhase.WELCOMED, dc.phase(C));
  }

  @Test
  void aMemberTakesAnOfferAndSaysWhatCibItHas() {
    elect();
    assertEquals(
        ImmutableList.of(
            new JoinEffect.CancelTimer(JoinTimer.OFFER),
            new JoinEffect.Say(request(FIVE, held(1, 0)))),
        member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL)).effects());
    assertEquals(FIVE, member.state.seen());
    assertEquals(
        Optional.of(JoinRefusal.ALREADY_OFFERED),
        member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL)).refusal());
  }

  @Test
  void aMemberWithoutItsCibAsksOnceTheCibIsKnown() {
    member.take(new JoinEvent.CibLost());
    elect();
    assertEquals(
        ImmutableList.of(new JoinEffect.CancelTimer(JoinTimer.OFFER)),
        member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL)).effects());
    assertEquals(
        ImmutableList.of(new JoinEffect.Say(request(FIVE, held(2, 0)))),
        member.take(new JoinEvent.CibTold(held(2, 0))).effects());
  }

  @Test
  void theBestCibIsChosenWhenAllHaveAsked() {
    elect();
    dc.hear(A, request(FIVE, held(1, 9)));
    dc.hear(B, request(FIVE, held(2, 0)));
    assertEquals(JoinStage.INTEGRATING, dc.stage());
    assertEquals(
        ImmutableList.of(
            new JoinEffect.CancelTimer(JoinTimer.INTEGRATION),
            new JoinEffect.Synchronise(FIVE, C, REPLICAS)),
        dc.hear(C, request(FIVE, held(2, 3))).effects());
  }

  @Test
  void cibsOfTwoViewsAreNotCompared() {
    elect();
    dc.hear(A, request(FIVE, held(1, 0)));
    dc.hear(B, request(FIVE, held(1, 0)));
    assertEquals(
        ImmutableList.of(), dc.hear(C, request(FIVE, held(9, 9, new ViewId(2, C)))).effects());
    dc.take(new JoinEvent.TimerFired(JoinTimer.INTEGRATION));
    assertEquals(JoinStage.SYNCHRONISING, dc.stage());
    assertEquals(JoinPhase.NONE, dc.phase(C));
  }

  @Test
  void allAreAcknowledgedOnceTheCibIsEverybodysAndNotBefore() {
    integrateAll();
    assertEquals(
        Optional.of(JoinRefusal.NOT_FINALIZED),
        dc.hear(B, new JoinMessage.JoinConfirm(FIVE)).refusal());
    assertEquals(
        ImmutableList.of(
            new JoinEffect.Say(new JoinMessage.JoinAck(FIVE, ALL)),
            new JoinEffect.StartTimer(JoinTimer.FINALIZATION)),
        dc.take(new JoinEvent.Synchronised(FIVE)).effects());
  }

  @Test
  void aMemberConfirmsWhenItsHistoryIsInTheCib() {
    elect();
    member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL));
    assertEquals(
        ImmutableList.of(new JoinEffect.WriteHistory(FIVE)),
        member.hear(A, new JoinMessage.JoinAck(FIVE, ALL)).effects());
    assertEquals(
        ImmutableList.of(new JoinEffect.Say(new JoinMessage.JoinConfirm(FIVE))),
        member.take(new JoinEvent.HistoryWritten(FIVE)).effects());
  }

  @Test
  void theRoundIsCompleteWhenAllHaveConfirmed() {
    finalizeAll();
    dc.hear(C, new JoinMessage.JoinConfirm(FIVE));
    dc.hear(A, new JoinMessage.JoinConfirm(FIVE));
    assertEquals(
        ImmutableList.of(
            new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
            new JoinEffect.CompleteJoin(FIVE, ALL)),
        dc.hear(B, new JoinMessage.JoinConfirm(FIVE)).effects());
    assertEquals(JoinStage.COMPLETE, dc.stage());
  }

  @Test
  void anOfferThatCrossesAnAnnounceIsRepeatedToThatNodeAlone() {
    elect();
    assertEquals(
        ImmutableList.of(
            new JoinEffect.Say(new JoinMessage.JoinOffer(FIVE, ImmutableSortedSet.of(B)))),
        dc.hear(B, new JoinMessage.JoinAnnounce(SEEN)).effects());
    assertEquals(JoinPhase.WELCOMED, dc.phase(B));
  }

  @Test
  void anAnnounceThatKnowsAGreaterEpochBeginsANewRound() {
    elect();
    Epoch lost = new Epoch(7, A);
    assertEquals(
        new JoinEffect.Say(new JoinMessage.JoinOffer(new Epoch(8, A), ALL)),
        dc.hear(B, new JoinMessage.JoinAnnounce(lost)).effects().get(3));
    assertEquals(new Epoch(8, A), dc.state.round().orElseThrow().epoch());
  }

  @Test
  void anAnnounceOfANodeThatIsFurtherBeginsANewRound() {
    finalizeAll();
    dc.hear(B, new JoinMessage.JoinAnnounce(FIVE));
    assertEquals(new Epoch(6, A), dc.state.seen());
    assertEquals(JoinPhase.WELCOMED, dc.phase(B));
    assertEquals(
        Optional.of(JoinRefusal.OTHER_ROUND),
        dc.hear(C, new JoinMessage.JoinConfirm(FIVE)).refusal());
    assertEquals(
        ImmutableList.of(
            new JoinEffect.Say(
                new JoinMessage.JoinOffer(new Epoch(6, A), ImmutableSortedSet.of(C)))),
        dc.hear(C, new JoinMessage.JoinAnnounce(FIVE)).effects());
  }

  @Test
  void anotherViewOfTheReplicasMakesAMemberLeaveTheRound() {
    elect();
    member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL));
    assertEquals(
        ImmutableList.of(new JoinEffect.Say(new JoinMessage.JoinAnnounce(FIVE))),
        member.take(new JoinEvent.CibTold(held(1, 0, new ViewId(2, B)))).effects());
  }

  @Test
  void aMemberThatGetsNoOfferAnnouncesItself() {
    elect();
    assertEquals(
        ImmutableList.of(
            new JoinEffect.Say(new JoinMessage.JoinAnnounce(SEEN)),
            new JoinEffect.StartTimer(JoinTimer.OFFER)),
        member.take(new JoinEvent.TimerFired(JoinTimer.OFFER)).effects());
  }

  @Test
  void anotherVersionIsRefusedAndTheOthersGoOn() {
    elect();
    dc.hear(A, request(FIVE, held(1, 0)));
    dc.hear(B, request(FIVE, held(1, 0)));
    Step<JoinState, JoinEffect> step = dc.hear(C, new JoinMessage.JoinRequest(FIVE, held(1, 0), 2));
    assertEquals(
        new JoinEffect.Say(
            new JoinMessage.JoinNack(
                FIVE, C, "controllers speak version 1 here, and this one speaks 2")),
        step.effects().get(0));
    assertEquals(JoinStage.SYNCHRONISING, dc.stage());
  }

  @Test
  void whoIsRefusedWaitsForAnotherView() {
    elect();
    member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL));
    member.hear(A, new JoinMessage.JoinNack(FIVE, B, "no"));
    assertEquals(MemberPhase.REFUSED, member.state.phase());
    assertEquals(
        Optional.of(JoinRefusal.NOT_ASKED),
        member.hear(A, new JoinMessage.JoinAck(FIVE, ALL)).refusal());
  }

  @Test
  void aFailedSynchronisationIsFollowedByANewRound() {
    integrateAll();
    assertEquals(
        ImmutableList.of(new JoinEffect.StartTimer(JoinTimer.RETRY)),
        dc.take(new JoinEvent.SynchroniseFailed(FIVE)).effects());
    dc.take(new JoinEvent.TimerFired(JoinTimer.RETRY));
    assertEquals(new Epoch(6, A), dc.state.round().orElseThrow().epoch());
  }

  @Test
  void whoIsTooSlowIsLeftBehind() {
    elect();
    dc.hear(A, request(FIVE, held(1, 0)));
    dc.hear(C, request(FIVE, held(1, 0)));
    dc.take(new JoinEvent.TimerFired(JoinTimer.INTEGRATION));
    dc.take(new JoinEvent.Synchronised(FIVE));
    dc.hear(A, new JoinMessage.JoinConfirm(FIVE));
    Step<JoinState, JoinEffect> step = dc.take(new JoinEvent.TimerFired(JoinTimer.FINALIZATION));
    assertEquals(
        new JoinEffect.CompleteJoin(FIVE, ImmutableSortedSet.of(A)), step.effects().get(1));
  }

  @Test
  void aGreaterEpochEndsTheRoundAndCallsAnElection() {
    finalizeAll();
    Step<JoinState, JoinEffect> step = dc.take(new JoinEvent.EpochSeen(new Epoch(8, C)));
    assertEquals(Optional.empty(), dc.state.round());
    assertEquals(new JoinEffect.CallElection(), step.effects().get(3));
  }

  @Test
  void anOfferBelowWhatAMemberHasSeenIsAnsweredByWhatItHasSeen() {
    elect();
    Epoch greater = new Epoch(8, C);
    member.take(new JoinEvent.EpochSeen(greater));
    assertEquals(
        ImmutableList.of(new JoinEffect.Say(new JoinMessage.JoinAnnounce(greater))),
        member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL)).effects());
  }

  @Test
  void onlyTheElectedIsObeyed() {
    elect();
    Epoch other = new Epoch(9, C);
    assertEquals(
        Optional.of(JoinRefusal.NOT_FROM_DC),
        member.hear(C, new JoinMessage.JoinOffer(other, ALL)).refusal());
    assertEquals(
        Optional.of(JoinRefusal.NOT_FROM_DC),
        member.hear(C, new JoinMessage.JoinOffer(FIVE, ALL)).refusal());
    assertEquals(
        Optional.of(JoinRefusal.NOT_FROM_DC),
        member.hear(C, new JoinMessage.JoinAck(FIVE, ALL)).refusal());
    assertEquals(
        Optional.of(JoinRefusal.NOT_DC), member.hear(C, request(FIVE, held(1, 0))).refusal());
  }

  @Test
  void anotherViewResetsEverything() {
    finalizeAll();
    dc.take(new JoinEvent.ViewChanged(new View(new ViewId(2, A), ALL, ALL, 2, true)));
    assertEquals(Optional.empty(), dc.state.round());
    assertEquals(Optional.empty(), dc.state.dc());
    assertEquals(FIVE, dc.state.seen());
  }

  @Test
  void aMemberWhoseReplicaTakesNoPartInItsRoundAnnouncesItself() {
    elect();
    member.hear(A, new JoinMessage.JoinOffer(FIVE, ALL));
    assertEquals(
        ImmutableList.of(new JoinEffect.Say(new JoinMessage.JoinAnnounce(FIVE))),
        member.take(new JoinEvent.RoundRefused(FIVE)).effects());
    assertEquals(
        Optional.of(JoinRefusal.OTHER_ROUND),
        member.take(new JoinEvent.RoundRefused(SEEN)).refusal());
  }
}
