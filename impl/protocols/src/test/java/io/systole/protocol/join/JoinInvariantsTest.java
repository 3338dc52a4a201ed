package io.systole.protocol.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.xml.Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A state that the machine never comes to is noticed, by the invariant that is there for it. */
class JoinInvariantsTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final Epoch FIVE = new Epoch(5, A);
  private static final ViewId REPLICAS = new ViewId(1, A);

  /** A's round of three, in which A and B are confirmed, and C was left behind. */
  private static final JoinRound COMPLETE =
      new JoinRound(
          FIVE,
          JoinStage.COMPLETE,
          phases(JoinPhase.CONFIRMED, JoinPhase.CONFIRMED, JoinPhase.NONE),
          ImmutableSortedMap.of(A, held(3, 7), B, held(3, 6)),
          Optional.of(A));

  private static final JoinState LEADING = leading(COMPLETE);

  private static JoinState leading(JoinRound round) {
    ImmutableSortedSet<NodeName> all = ImmutableSortedSet.of(A, B, C);
    return new JoinState(
        FIVE,
        Optional.of(new View(new ViewId(1, A), all, all, 2, true)),
        Optional.of(A),
        MemberPhase.CONFIRMED,
        Optional.of(FIVE),
        Optional.of(held(3, 7)),
        Optional.of(round));
  }

  private static ImmutableSortedMap<NodeName, JoinPhase> phases(
      JoinPhase a, JoinPhase b, JoinPhase c) {
    return ImmutableSortedMap.of(A, a, B, b, C, c);
  }

  private static HeldCib held(long term, long version) {
    return new HeldCib(
        new CibSummary(new Epoch(term, C), new CibVersion(0, version, 0), true, new Digest(0, 0)),
        REPLICAS);
  }

  private static JoinRound at(JoinStage stage, JoinPhase a, JoinPhase b, JoinPhase c) {
    return new JoinRound(FIVE, stage, phases(a, b, c), COMPLETE.held(), COMPLETE.source());
  }

  private static void assertBroken(JoinState state, String... names) {
    assertEquals(ImmutableList.copyOf(names), JoinInvariants.of(A).broken(state));
  }

  @Test
  void aCompleteRoundIsAsItShouldBe() {
    assertBroken(LEADING);
    assertEquals(Optional.of(COMPLETE), LEADING.completed());
    assertEquals(Optional.empty(), leading(COMPLETE.at(JoinStage.FINALIZING)).completed());
  }

  @Test
  void nobodyLeadsUnderAnother() {
    assertBroken(
        new JoinState(
            FIVE,
            LEADING.view(),
            Optional.of(B),
            LEADING.phase(),
            LEADING.offer(),
            LEADING.held(),
            LEADING.round()),
        "OnlyDcLeads");
  }

  @Test
  void aRoundIsOfItsDc() {
    Epoch foreign = new Epoch(5, B);
    JoinRound round =
        new JoinRound(
            foreign, COMPLETE.stage(), COMPLETE.phases(), COMPLETE.held(), COMPLETE.source());
    assertBroken(leading(round).seeing(foreign), "RoundIsOwn");
  }

  @Test
  void aDcThatHasSeenAGreaterEpochLeadsNoMore() {
    assertBroken(LEADING.seeing(new Epoch(6, B)), "RoundIsSeen");
  }

  @Test
  void aRoundHasTheNodesOfItsView() {
    ImmutableSortedMap<NodeName, JoinPhase> two =
        ImmutableSortedMap.of(A, JoinPhase.CONFIRMED, B, JoinPhase.CONFIRMED);
    assertBroken(
        leading(new JoinRound(FIVE, JoinStage.COMPLETE, two, COMPLETE.held(), COMPLETE.source())),
        "RoundIsOfView");
  }

  @Test
  void whatWasOfferedIsSeen() {
    JoinState member = JoinState.initial(A).seeing(FIVE).offered(FIVE);
    assertBroken(member);
    assertBroken(JoinState.initial(A).offered(FIVE), "OfferIsSeen");
  }

  @Test
  void whoeverIsIntegratedHasSaidWhatItsCibIsLike() {
    JoinRound silent =
        at(JoinStage.INTEGRATING, JoinPhase.INTEGRATED, JoinPhase.WELCOMED, JoinPhase.INTEGRATED);
    assertBroken(leading(silent), "IntegratedSaidItsCib");
    assertBroken(
        leading(
            at(
                JoinStage.INTEGRATING,
                JoinPhase.INTEGRATED,
                JoinPhase.INTEGRATED,
                JoinPhase.WELCOMED)));
  }

  @Test
  void nobodyIsFinalizedBeforeACibIsChosenAndMadeEverybodys() {
    JoinRound early =
        at(JoinStage.SYNCHRONISING, JoinPhase.FINALIZED, JoinPhase.INTEGRATED, JoinPhase.NONE);
    assertBroken(leading(early), "FinalizedHasChosenCib");
    assertBroken(
        leading(
            new JoinRound(
                FIVE,
                JoinStage.FINALIZING,
                phases(JoinPhase.FINALIZED, JoinPhase.CONFIRMED, JoinPhase.NONE),
                COMPLETE.held(),
                Optional.empty())),
        "FinalizedHasChosenCib");
    assertBroken(
        leading(
            at(JoinStage.FINALIZING, JoinPhase.FINALIZED, JoinPhase.CONFIRMED, JoinPhase.NONE)));
  }

  @Test
  void noNodeHasABetterCibThanTheOneThatWasChosen() {
    for (HeldCib better : ImmutableList.of(held(4, 1), held(3, 8))) {
      JoinRound round =
          new JoinRound(
              FIVE,
              JoinStage.COMPLETE,
              COMPLETE.phases(),
              ImmutableSortedMap.of(A, held(3, 7), B, better),
              COMPLETE.source());
      assertBroken(leading(round), "SourceIsBest");
    }
    JoinRound worse =
        new JoinRound(
            FIVE,
            JoinStage.COMPLETE,
            COMPLETE.phases(),
            ImmutableSortedMap.of(A, held(3, 7), B, held(2, 9)),
            COMPLETE.source());
    assertBroken(leading(worse));
  }

  @Test
  void aCompleteRoundWaitsForNobody() {
    for (JoinPhase waiting :
        ImmutableList.of(JoinPhase.WELCOMED, JoinPhase.INTEGRATED, JoinPhase.FINALIZED)) {
      JoinRound round = at(JoinStage.COMPLETE, JoinPhase.CONFIRMED, waiting, JoinPhase.NONE);
      assertBroken(leading(round), "CompleteMeansConfirmed");
    }
  }

  @Test
  void whoeverIsConfirmedWasOfferedAPlace() {
    assertBroken(JoinState.initial(A).at(MemberPhase.CONFIRMED), "ConfirmedMemberWasOffered");
  }
}
