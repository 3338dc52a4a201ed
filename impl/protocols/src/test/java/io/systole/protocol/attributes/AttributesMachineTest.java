package io.systole.protocol.attributes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.attributes.AttributeEdit.AddToValue;
import io.systole.protocol.attributes.AttributeEdit.PurgeNode;
import io.systole.protocol.attributes.AttributeEdit.SetValue;
import io.systole.protocol.attributes.AttributesEffect.Multicast;
import io.systole.protocol.attributes.AttributesEffect.NotifySubscribers;
import io.systole.protocol.attributes.AttributesEffect.ReplyToClient;
import io.systole.protocol.attributes.AttributesEvent.ChangeRequested;
import io.systole.protocol.attributes.AttributesEvent.MessageDelivered;
import io.systole.protocol.attributes.AttributesEvent.ViewChanged;
import io.systole.protocol.attributes.AttributesMessage.Change;
import io.systole.protocol.attributes.AttributesMessage.Snapshot;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single steps, what words mean, and what is refused. */
class AttributesMachineTest {

  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final AttributeKey KEY = new AttributeKey(N1, "a");
  private static final ViewId VIEW = new ViewId(1, N1);

  private final AttributesMachine machine = new AttributesMachine();
  private AttributesState state = AttributesState.initial(N1, 5);

  @ParameterizedTest
  @CsvSource({
    "'', value++, 1",
    "3, value++, 4",
    "3, value+=4, 7",
    "3, value+=-4, -1",
    "rubbish, value++, 1",
    "999999, value++, INFINITY",
    "INFINITY, value++, INFINITY",
    "-INFINITY, value+=-1, -INFINITY",
    "3, value+=x, value+=x",
    "3, value, value"
  })
  void wordsMeanEdits(String before, String words, String after) {
    AttributeTable table =
        before.isEmpty()
            ? AttributeTable.EMPTY
            : AttributeTable.EMPTY.edited(new SetValue(KEY, before), N1);
    AttributeEdit edit = AttributeEdit.parse(KEY, Optional.of(words));
    assertEquals(Optional.of(after), table.edited(edit, N1).text(KEY));
  }

  @Test
  void changesWaitUntilAllHaveToldWhatTheyKnow() {
    join(N1, N2);
    assertEquals(1, step(new ChangeRequested(9, new AddToValue(KEY, 1))).effects().size());
    step(deliver(N1, new Snapshot(VIEW, AttributeTable.EMPTY)));
    step(deliver(N1, new Change(new ChangeMark(5, 1), new AddToValue(KEY, 1))));
    assertFalse(state.isSynchronised());
    assertEquals(Optional.empty(), state.table().text(KEY));
    AttributeTable theirs = AttributeTable.EMPTY.edited(new SetValue(KEY, "41"), N2);
    assertEquals(
        ImmutableList.of(
            new NotifySubscribers(KEY, Optional.of("41")),
            new NotifySubscribers(KEY, Optional.of("42")),
            new ReplyToClient(9, Optional.empty())),
        step(deliver(N2, new Snapshot(VIEW, theirs))).effects());
    assertTrue(state.isSynchronised());
  }

  @Test
  void changeIsAppliedOnceAndInTurn() {
    alone();
    step(new ChangeRequested(1, new AddToValue(KEY, 1)));
    step(new ChangeRequested(2, new AddToValue(KEY, 1)));
    Change first = new Change(new ChangeMark(5, 1), new AddToValue(KEY, 1));
    Change second = new Change(new ChangeMark(5, 2), new AddToValue(KEY, 1));
    assertRefused(AttributesRefusal.OUT_OF_TURN, deliver(N1, second));
    step(deliver(N1, first));
    assertRefused(AttributesRefusal.OUT_OF_TURN, deliver(N1, first));
    step(deliver(N1, second));
    assertEquals(Optional.of("2"), state.table().text(KEY));
  }

  @Test
  void whatWasNotAppliedIsSaidAgainInTheNextView() {
    alone();
    step(new ChangeRequested(1, new AddToValue(KEY, 1)));
    ImmutableList<AttributesEffect> effects = join(N1, N2).effects();
    assertEquals(
        new Multicast(new Change(new ChangeMark(5, 1), new AddToValue(KEY, 1))), effects.getLast());
  }

  @Test
  void purgeLeavesOtherNodesAlone() {
    AttributeKey other = new AttributeKey(N2, "a");
    AttributeTable table =
        AttributeTable.EMPTY
            .edited(new SetValue(KEY, "1"), N1)
            .edited(new SetValue(other, "2"), N1)
            .edited(new PurgeNode(N1), N2);
    assertEquals(ImmutableSortedMap.of(other, "2"), table.texts());
  }

  @Test
  void deletedValueDoesNotComeBackFromAnOlderTable() {
    AttributeTable old = AttributeTable.EMPTY.edited(new SetValue(KEY, "1"), N1);
    AttributeTable purged = old.edited(new PurgeNode(N1), N2);
    assertEquals(Optional.empty(), purged.merge(old).text(KEY));
    assertEquals(purged.merge(old), old.merge(purged));
  }

  @Test
  void moreWritesWinAcrossAPartition() {
    AttributeTable one = AttributeTable.EMPTY.edited(new SetValue(KEY, "z"), N2);
    AttributeTable two =
        AttributeTable.EMPTY.edited(new SetValue(KEY, "a"), N1).edited(new SetValue(KEY, "b"), N1);
    assertEquals(Optional.of("b"), one.merge(two).text(KEY));
  }

  @Test
  void strangersAndOldSnapshotsAreRefused() {
    join(N1, N2);
    assertRefused(
        AttributesRefusal.NOT_A_MEMBER,
        deliver(new NodeName("n9"), new Snapshot(VIEW, AttributeTable.EMPTY)));
    assertRefused(
        AttributesRefusal.STALE_SNAPSHOT,
        deliver(N2, new Snapshot(new ViewId(0, N1), AttributeTable.EMPTY)));
  }

  @Test
  void tooManyChangesAreRefused() {
    for (int i = 0; i < AttributesState.MAX_PENDING; i++) {
      step(new ChangeRequested(i, new AddToValue(KEY, 1)));
    }
    assertRefused(
        AttributesRefusal.TOO_MANY_CHANGES, new ChangeRequested(9, new AddToValue(KEY, 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<hello/>",
        "<change incarnation='1' sequence='1'/>",
        "<change incarnation='1' sequence='1'><set node='n1' name='' value=''/></change>",
        "<change incarnation='1' sequence='1'><set node='n1' name='a'/></change>",
        "<change incarnation='1' sequence='1'><add node='n1' name='a' amount='9999999'/></change>",
        "<change incarnation='x' sequence='1'><purge node='n1'/></change>",
        "<change incarnation='1' sequence='1'><melt node='n1'/></change>",
        "<snapshot view='1'/>",
        "<snapshot view='1' creator='n1'><value node='n1' name='a' writer='n1'/></snapshot>",
        "<snapshot view='1' creator='n1'><mark node='n1' incarnation='1' sequence='1'/>"
            + "<mark node='n1' incarnation='1' sequence='2'/></snapshot>"
      })
  void garbageIsRefusedWithAReason(String text) throws XmlException {
    var element = Xml.parse(text);
    String message =
        assertThrows(IllegalArgumentException.class, () -> AttributesMessageCodec.decode(element))
            .getMessage();
    assertTrue(message != null && !message.isEmpty());
  }

  private Step<AttributesState, AttributesEffect> step(AttributesEvent event) {
    Step<AttributesState, AttributesEffect> step = machine.step(state, event);
    assertEquals(Optional.<Refusal>empty(), step.refusal(), event.toString());
    assertEquals(ImmutableList.of(), AttributesInvariants.ALL.broken(step.state()));
    state = step.state();
    return step;
  }

  private void assertRefused(Refusal refusal, AttributesEvent event) {
    Step<AttributesState, AttributesEffect> step = machine.step(state, event);
    assertEquals(Optional.of(refusal), step.refusal());
    assertEquals(state, step.state());
  }

  private static AttributesEvent deliver(NodeName sender, AttributesMessage message) {
    return new MessageDelivered(sender, message);
  }

  private void alone() {
    join(N1);
    step(deliver(N1, new Snapshot(VIEW, AttributeTable.EMPTY)));
  }

  private Step<AttributesState, AttributesEffect> join(NodeName... members) {
    ImmutableSortedSet<NodeName> all = ImmutableSortedSet.copyOf(members);
    return step(new ViewChanged(new View(VIEW, all, all, 2, true)));
  }
}
