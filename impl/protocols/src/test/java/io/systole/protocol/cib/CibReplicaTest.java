package io.systole.protocol.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.kernel.Trace;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One replica, step by step; the others are played by the test. */
final class CibReplicaTest {

  private static final NodeName SELF = new NodeName("n1");
  private static final NodeName OTHER = new NodeName("n2");
  private static final NodeName THIRD = new NodeName("n3");
  private static final ImmutableSortedSet<NodeName> ALL = ImmutableSortedSet.of(SELF, OTHER, THIRD);
  private static final CibEdit NODE =
      new CibEdit.Create("nodes", Element.of("node", "id", "1", "uname", "n1"));
  private static final CibEdit STATUS =
      new CibEdit.Modify("status", Element.of("node_state", "id", "1"), true);

  private final Runner<CibState, CibEvent, CibEffect> replica =
      new Runner<>(
          "cib",
          SELF,
          1,
          new CibReplica(),
          CibState.initial(SELF, StoredCib.NOTHING),
          CibInvariants.ALL,
          Trace.NONE);

  @Test
  void nothingIsTakenWithoutAView() {
    refused(CibRefusal.NO_VIEW, propose(1, NODE));
    refused(CibRefusal.NO_VIEW, order(1, 1));
    refused(CibRefusal.NOTHING_TO_STORE, new CibEvent.StoringRetried());
  }

  @Test
  void nothingIsTakenBeforeTheRoundHasEnded() {
    step(view(1, ALL));
    refused(CibRefusal.NOT_SYNCHRONISED, propose(1, NODE));
    step(delivered(SELF, wanted(1, 1)));
    refused(CibRefusal.NOT_SYNCHRONISED, propose(1, NODE));
  }

  @Test
  void anOrderForAnotherViewOrAnOlderEpochIsRefused() {
    step(view(2, ALL));
    refused(CibRefusal.VIEW_CHANGED, order(1, 1));
    step(order(5, 2));
    refused(CibRefusal.STALE_EPOCH, order(5, 2));
    step(delivered(SELF, wanted(5, 2)));
    refused(CibRefusal.STALE_EPOCH, order(4, 2));
    assertEquals(
        ImmutableList.of(new CibEffect.TellRoundRefused(epoch(4))),
        step(delivered(OTHER, wanted(4, 2))).effects());
    refused(CibRefusal.STALE_MESSAGE, delivered(OTHER, wanted(6, 1)));
    refused(CibRefusal.NOT_A_MEMBER, delivered(new NodeName("stranger"), wanted(6, 2)));
  }

  @Test
  void aRoundThatAnotherHasOpenedIsNotOrderedOnceMore() {
    step(view(1, ALL));
    endStore(step(delivered(OTHER, wanted(5, 1))));
    refused(CibRefusal.STALE_EPOCH, order(5, 1));
    step(order(6, 1));
  }

  /** Whether a change that is in the CIB outlasts a round without a quorum, nobody knows. */
  @Test
  void aRoundWithoutEnoughPromisesGivesUpWhatAwaitsAQuorum() {
    synchronised();
    step(propose(1, NODE));
    endStore(step(delivered(SELF, new CibMessage.Propose(epoch(3), 1, CibChange.of(NODE)))));
    step(propose(2, bump()));
    endStore(step(delivered(SELF, wanted(4, 1))));
    summaries(4, true, false, false);
    CibMessage snapshot = new CibMessage.Snapshot(epoch(4), state().copy().cib());
    assertEquals(
        new CibEffect.TellUnknown(1),
        only(CibEffect.TellUnknown.class, step(delivered(SELF, snapshot))));
    assertEquals(ImmutableSet.of(2L), state().proposals().keySet());
  }

  @Test
  void everyRefusalSaysWhyAndWhatToDo() {
    for (CibRefusal refusal : CibRefusal.values()) {
      assertFalse(refusal.reason().isBlank(), refusal::name);
      assertFalse(refusal.remedy().isBlank(), refusal::name);
    }
    assertEquals(
        CibRefusal.NO_QUORUM.reason(),
        CibEffect.TellRefused.because(1, CibRefusal.NO_QUORUM).reason());
  }

  @Test
  void aConfigurationOfAnOlderTermHoldsLess() {
    Position older = new Position(epoch(3), new CibVersion(1, 9, 4));
    Position newer = new Position(epoch(4), new CibVersion(1, 2, 0));
    assertTrue(newer.covers(older));
    assertTrue(older.covers(new Position(epoch(3), new CibVersion(1, 9, 0))));
    assertFalse(older.covers(newer));
    assertFalse(older.covers(new Position(epoch(3), new CibVersion(1, 10, 0))));
  }

  @Test
  void thePromiseIsStoredBeforeTheSummaryIsSent() {
    step(view(1, ALL));
    Step<CibState, CibEffect> step = step(delivered(OTHER, wanted(3, 1)));
    CibEffect.Store store = only(CibEffect.Store.class, step);
    assertEquals(epoch(3), store.stored().seen());
    assertEquals(
        new CibMessage.Summary(epoch(3), true, state().copy().summary()),
        sent(step(new CibEvent.Stored(store.stored()))));
  }

  @Test
  void aReplicaThatCannotStoreSaysSoAndDoesNotCount() {
    step(view(1, ALL));
    step(delivered(OTHER, wanted(3, 1)));
    Step<CibState, CibEffect> step = step(new CibEvent.StoringFailed("full"));
    assertInstanceOf(CibEffect.RetryStoring.class, step.effects().getFirst());
    CibMessage.Summary summary = assertInstanceOf(CibMessage.Summary.class, sent(step));
    assertFalse(summary.promised());
    summaries(3, summary.promised(), false, true);
    step(delivered(SELF, new CibMessage.Snapshot(epoch(3), Cib.empty())));
    assertEquals(new CibState.Mode.Synchronised(epoch(3), false), state().mode());
    assertEquals(StoredCib.BEFORE_ALL, state().copy().term());
  }

  @Test
  void theBestCibIsTakenFromWhoHasIt() {
    step(view(1, ALL));
    endStore(step(delivered(SELF, wanted(3, 1))));
    Cib better = Cib.empty().withVersion(new CibVersion(0, 2, 0));
    CibSummary has = new CibSummary(epoch(2), better.version(), false, better.digest());
    assertTrue(step(delivered(SELF, own(3, true))).effects().isEmpty());
    step(delivered(OTHER, new CibMessage.Summary(epoch(3), true, has)));
    assertTrue(step(delivered(THIRD, own(3, true))).effects().isEmpty());
    CibMessage.Snapshot snapshot = new CibMessage.Snapshot(epoch(3), better);
    refused(CibRefusal.NOT_THE_SOURCE, delivered(THIRD, snapshot));
    refused(
        CibRefusal.DAMAGED_SNAPSHOT,
        delivered(OTHER, new CibMessage.Snapshot(epoch(3), Cib.empty())));
    step(delivered(OTHER, snapshot));
    assertEquals(better, state().copy().cib());
    assertEquals(epoch(3), state().copy().term());
  }

  @Test
  void theCoordinatorHearsOfTheRoundWhenAQuorumHasStoredIt() {
    step(view(1, ALL));
    step(order(3, 1));
    Step<CibState, CibEffect> installed = synchronise(3);
    CibMessage.Persisted persisted =
        assertInstanceOf(CibMessage.Persisted.class, sent(endStore(installed)));
    assertTrue(step(delivered(SELF, persisted)).effects().isEmpty());
    assertEquals(
        ImmutableList.of(new CibEffect.TellSynchronised(epoch(3), CibVersion.ZERO)),
        step(delivered(THIRD, persisted)).effects());
  }

  @Test
  void aConfigurationIsAcknowledgedWhenAQuorumHasStoredIt() {
    synchronised();
    CibMessage proposed = sent(step(propose(7, NODE)));
    Step<CibState, CibEffect> applied = step(delivered(SELF, proposed));
    CibVersion version = new CibVersion(0, 1, 0);
    assertEquals(version, state().copy().cib().version());
    assertTrue(applied.effects().stream().noneMatch(CibEffect.TellChanged.class::isInstance));
    CibMessage persisted = sent(endStore(applied));
    assertTrue(step(delivered(SELF, persisted)).effects().isEmpty());
    assertEquals(
        ImmutableList.of(new CibEffect.TellChanged(7, version)),
        step(delivered(OTHER, persisted)).effects());
  }

  @Test
  void aStatusIsAcknowledgedWhenItIsDelivered() {
    synchronised();
    CibMessage proposed = sent(step(propose(7, STATUS)));
    assertEquals(
        ImmutableList.of(new CibEffect.TellChanged(7, new CibVersion(0, 0, 1))),
        step(delivered(SELF, proposed)).effects());
  }

  @Test
  void manyChangesShareOneWrite() {
    synchronised();
    Step<CibState, CibEffect> first = step(delivered(SELF, sent(step(propose(1, bump())))));
    CibEffect.Store store = only(CibEffect.Store.class, first);
    for (int i = 2; i <= 5; i++) {
      assertTrue(step(delivered(SELF, sent(step(propose(i, bump()))))).effects().isEmpty());
    }
    Step<CibState, CibEffect> ended = step(new CibEvent.Stored(store.stored()));
    CibEffect.Store next = only(CibEffect.Store.class, ended);
    assertEquals(5, next.stored().cib().version().epoch());
    CibMessage persisted = sent(step(new CibEvent.Stored(next.stored())));
    step(delivered(SELF, persisted));
    assertEquals(5, step(delivered(OTHER, persisted)).effects().size());
  }

  @Test
  void withoutAQuorumOnlyTheStatusChanges() {
    ImmutableSortedSet<NodeName> alone = ImmutableSortedSet.of(SELF);
    step(view(1, alone));
    step(order(3, 1));
    endStore(step(delivered(SELF, wanted(3, 1))));
    step(delivered(SELF, own(3, true)));
    Step<CibState, CibEffect> installed =
        step(delivered(SELF, new CibMessage.Snapshot(epoch(3), Cib.empty())));
    only(CibEffect.TellSynchronised.class, installed);
    assertEquals(StoredCib.BEFORE_ALL, state().copy().term());
    CibEffect.TellRefused refused =
        only(CibEffect.TellRefused.class, step(delivered(SELF, sent(step(propose(1, NODE))))));
    assertEquals(CibRefusal.NO_QUORUM, refused.cause());
    only(CibEffect.TellChanged.class, step(delivered(SELF, sent(step(propose(2, STATUS))))));
  }

  @Test
  void aNewViewEndsEveryWaitHonestly() {
    synchronised();
    step(propose(1, NODE));
    step(order(9, 1));
    assertEquals(
        ImmutableList.of(
            new CibEffect.TellUnknown(1),
            new CibEffect.TellNotSynchronised(epoch(9), CibRefusal.VIEW_CHANGED)),
        step(view(2, ALL)).effects());
    refused(CibRefusal.NOT_SYNCHRONISED, propose(2, NODE));
  }

  @Test
  void aChangeThatMeetsANewRoundIsNotDone() {
    synchronised();
    CibMessage proposed = sent(step(propose(1, NODE)));
    step(delivered(OTHER, wanted(8, 1)));
    CibEffect.TellRefused refused =
        only(CibEffect.TellRefused.class, step(delivered(SELF, proposed)));
    assertEquals(CibRefusal.NOT_SYNCHRONISED, refused.cause());
    assertTrue(state().copy().cib().nodes().isEmpty());
  }

  @Test
  void aReplacedCoordinatorChangesNothing() {
    synchronised();
    CibChange old = CibChange.of(STATUS).under(epoch(2));
    refused(CibRefusal.STALE_EPOCH, new CibEvent.ChangeProposed(1, old));
    refused(CibRefusal.STALE_EPOCH, delivered(OTHER, new CibMessage.Propose(epoch(3), 1, old)));
    CibChange present = CibChange.of(STATUS).under(epoch(3));
    step(delivered(OTHER, new CibMessage.Propose(epoch(3), 1, present)));
    assertEquals(1, state().copy().cib().status().children().size());
  }

  @Test
  void aCibThatDiffersFromAnothersIsReported() {
    synchronised();
    step(propose(1, NODE));
    CibMessage other =
        new CibMessage.Persisted(epoch(3), CibVersion.ZERO, Element.of("x").digest());
    ImmutableList<CibEffect> effects = step(delivered(OTHER, other)).effects();
    assertEquals(
        ImmutableList.of(
            new CibEffect.TellUnknown(1), new CibEffect.ReportDivergence(OTHER, CibVersion.ZERO)),
        effects);
    assertFalse(state().synchronised());
  }

  @Test
  void aFullDiskIsTriedAgainAndRefusesChangesMeanwhile() {
    synchronised();
    step(delivered(SELF, sent(step(propose(1, NODE)))));
    step(new CibEvent.StoringFailed("full"));
    refused(CibRefusal.CANT_STORE, propose(2, NODE));
    step(propose(3, STATUS));
    only(CibEffect.Store.class, step(new CibEvent.StoringRetried()));
    refused(CibRefusal.NOTHING_TO_STORE, new CibEvent.StoringRetried());
  }

  @Test
  void proposalsAreBoundedAndNamedOnce() {
    synchronised();
    step(propose(1, NODE));
    refused(CibRefusal.REQUEST_IN_USE, propose(1, NODE));
    for (int i = 2; i <= CibState.MAX_PROPOSALS; i++) {
      step(propose(i, NODE));
    }
    refused(CibRefusal.TOO_MANY_OUTSTANDING, propose(0, NODE));
  }

  @Test
  void theBestHasTheGreatestTermThenTheGreatestVersionThenTheStatus() {
    assertBest(OTHER, summary(1, 9, true), summary(2, 1, false), summary(1, 9, true));
    assertBest(THIRD, summary(2, 1, true), summary(2, 1, true), summary(2, 2, false));
    assertBest(OTHER, summary(2, 1, false), summary(2, 1, true), summary(2, 1, false));
    assertBest(THIRD, summary(2, 1, true), summary(2, 1, true), summary(2, 1, true));
    assertBest(SELF, summary(2, 1, true), summary(2, 1, true), summary(1, 1, true));
    assertEquals(Optional.empty(), BestCib.choose(ImmutableSortedMap.of(), SELF));
  }

  private static void assertBest(NodeName best, CibSummary one, CibSummary two, CibSummary three) {
    assertEquals(
        Optional.of(best),
        BestCib.choose(ImmutableSortedMap.of(SELF, one, OTHER, two, THIRD, three), THIRD));
  }

  private static CibSummary summary(int term, int version, boolean live) {
    return new CibSummary(epoch(term), new CibVersion(0, version, 0), live, Cib.empty().digest());
  }

  /** Brings the replica into epoch 3 of view 1, with nothing awaited. */
  private void synchronised() {
    step(view(1, ALL));
    endStore(synchronise(3));
  }

  private Step<CibState, CibEffect> synchronise(int epoch) {
    endStore(step(delivered(SELF, wanted(epoch, 1))));
    summaries(epoch, true, true, true);
    return step(delivered(SELF, new CibMessage.Snapshot(epoch(epoch), state().copy().cib())));
  }

  private void summaries(int epoch, boolean self, boolean other, boolean third) {
    step(delivered(SELF, own(epoch, self)));
    step(delivered(OTHER, own(epoch, other)));
    step(delivered(THIRD, own(epoch, third)));
  }

  private CibMessage.Summary own(int epoch, boolean promised) {
    return new CibMessage.Summary(epoch(epoch), promised, state().copy().summary());
  }

  private Step<CibState, CibEffect> endStore(Step<CibState, CibEffect> step) {
    return step(new CibEvent.Stored(only(CibEffect.Store.class, step).stored()));
  }

  private CibState state() {
    return replica.state();
  }

  private Step<CibState, CibEffect> step(CibEvent event) {
    Step<CibState, CibEffect> step = replica.step(event, new Cause.Local("test")).step();
    assertEquals(Optional.empty(), step.refusal());
    return step;
  }

  private void refused(CibRefusal reason, CibEvent event) {
    CibState before = state();
    Step<CibState, CibEffect> step = replica.step(event, new Cause.Local("test")).step();
    assertEquals(Optional.of(reason), step.refusal());
    assertEquals(before, state());
  }

  private static CibMessage sent(Step<CibState, CibEffect> step) {
    return only(CibEffect.Multicast.class, step).message();
  }

  private static <T> T only(Class<T> kind, Step<CibState, CibEffect> step) {
    ImmutableList<T> found =
        step.effects().stream()
            .filter(kind::isInstance)
            .map(kind::cast)
            .collect(ImmutableList.toImmutableList());
    assertEquals(1, found.size(), () -> "effects are " + step.effects());
    return found.getFirst();
  }

  private static CibEvent view(int number, ImmutableSortedSet<NodeName> members) {
    return new CibEvent.ViewChanged(
        new View(viewId(number), members, members, 2, members.size() >= 2));
  }

  private static CibEvent order(int epoch, int view) {
    return new CibEvent.SynchroniseOrdered(epoch(epoch), SELF, viewId(view), true);
  }

  private static CibMessage wanted(int epoch, int view) {
    return new CibMessage.SnapshotWanted(epoch(epoch), viewId(view), SELF, true);
  }

  private static CibEvent propose(long request, CibEdit edit) {
    return new CibEvent.ChangeProposed(request, CibChange.of(edit));
  }

  private static CibEdit bump() {
    return new CibEdit.Bump();
  }

  private static CibEvent delivered(NodeName sender, CibMessage message) {
    return new CibEvent.Delivered(sender, message);
  }

  private static ViewId viewId(int number) {
    return new ViewId(number, SELF);
  }

  private static Epoch epoch(int number) {
    return new Epoch(number, SELF);
  }
}
