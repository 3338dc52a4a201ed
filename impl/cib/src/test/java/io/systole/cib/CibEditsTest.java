package io.systole.cib;

import static io.systole.cib.Cibs.cib;
import static io.systole.cib.Cibs.configured;
import static io.systole.cib.Cibs.twoResources;
import static io.systole.cib.Cibs.xml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.EditResult.Kind;
import io.systole.cib.acl.CibUser;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CibEditsTest {

  private static final Element NODE = xml("<node id='1' uname='n1'/>");

  @Test
  void aChangeOfTheConfigurationRaisesTheEpoch() {
    EditResult.Applied applied = apply(twoResources(), new CibEdit.Create("nodes", NODE));
    assertEquals(Kind.CONFIGURATION, applied.kind());
    assertEquals(new CibVersion(0, 6, 0), applied.cib().version());
    assertEquals("6", applied.cib().root().attribute("epoch", ""));
    assertEquals(ImmutableList.of(NODE), applied.cib().nodes());
  }

  @Test
  void aChangeOfTheStatusRaisesNumUpdates() {
    EditResult.Applied applied =
        apply(
            twoResources(),
            new CibEdit.Modify("status", xml("<node_state id='1' crmd='online'/>"), false));
    assertEquals(Kind.STATUS, applied.kind());
    assertEquals(new CibVersion(0, 5, 8), applied.cib().version());
    assertEquals(
        Optional.of("online"),
        applied.cib().nodeState(new NodeName("n1")).orElseThrow().attribute("crmd"));
  }

  @Test
  void whatChangesNothingLeavesTheVersion() {
    Cib before = twoResources();
    EditResult.Applied applied =
        apply(before, new CibEdit.Modify("status", xml("<node_state id='1'/>"), true));
    assertEquals(Kind.NOTHING, applied.kind());
    assertSame(before, applied.cib());
  }

  @Test
  void whatTheClusterNotesAboutItselfCountsAsStatus() {
    EditResult.Applied applied =
        apply(
            twoResources(),
            new CibEdit.Modify("", xml("<cib have-quorum='1' dc-uuid='1'/>"), false));
    assertEquals(Kind.STATUS, applied.kind());
    assertEquals(new CibVersion(0, 5, 8), applied.cib().version());
  }

  @Test
  void aBumpRaisesTheEpochAlone() {
    Cib before = twoResources();
    EditResult.Applied applied = apply(before, new CibEdit.Bump());
    assertEquals(new CibVersion(0, 6, 0), applied.cib().version());
    assertEquals(before.configurationDigest(), applied.cib().configurationDigest());
  }

  @Test
  void anAdministratorMayRaiseAdminEpoch() {
    EditResult.Applied applied =
        apply(twoResources(), new CibEdit.Modify("", xml("<cib admin_epoch='3'/>"), false));
    assertEquals(new CibVersion(3, 5, 0), applied.cib().version());
  }

  @Test
  void editsAreMadeAllOrNone() {
    Cib before = twoResources();
    EditResult.Refused refused =
        refuse(
            before,
            new CibEdit.Create("nodes", NODE),
            new CibEdit.Replace("resources", xml("<primitive id='none'/>")));
    assertTrue(refused.reason().contains("none"), refused.reason());
    assertEquals(twoResources(), before);
  }

  @Test
  void laterEditsSeeEarlierOnes() {
    EditResult.Applied applied =
        apply(
            twoResources(),
            new CibEdit.Create("nodes", NODE),
            new CibEdit.Modify("nodes", xml("<node id='1' type='remote'/>"), false));
    assertEquals(
        ImmutableList.of(xml("<node id='1' uname='n1' type='remote'/>")), applied.cib().nodes());
    assertEquals(new CibVersion(0, 6, 0), applied.cib().version());
  }

  @Test
  void aCreatedIdMustBeNew() {
    EditResult.Refused refused =
        refuse(
            twoResources(),
            new CibEdit.Create(
                "resources", xml("<primitive id='web' class='ocf' provider='x' type='y'/>")));
    assertTrue(refused.reason().contains("<primitive id=\"web\">"), refused.reason());
  }

  @Test
  void modifyMergesIntoAResourceAtAnyDepth() {
    Cib grouped =
        configured(
            "<resources><group id='g'><primitive id='p' class='ocf' provider='systole'"
                + " type='Dummy'/></group></resources>");
    Element fragment =
        xml(
            "<primitive id='p'><meta_attributes id='p-meta'>"
                + "<nvpair id='p-role' name='target-role' value='Stopped'/>"
                + "</meta_attributes></primitive>");
    refuse(grouped, new CibEdit.Modify("resources", fragment, false));
    EditResult.Applied applied = apply(grouped, new CibEdit.Modify("resources", fragment, true));
    Element primitive =
        applied.cib().section(CibSection.RESOURCES).at("group", "primitive").orElseThrow();
    assertEquals("Dummy", primitive.attribute("type", ""));
    assertEquals(
        "Stopped", primitive.at("meta_attributes", "nvpair").orElseThrow().attribute("value", ""));
  }

  @Test
  void deleteRemovesWhatHasAllAttributes() {
    Cib before =
        cib(
            "<cib><configuration/><status><node_state id='1'>"
                + "<lrm_rsc_op id='a' rc='0'/><lrm_rsc_op id='b' rc='1'/>"
                + "</node_state><node_state id='2'><lrm_rsc_op id='a' rc='1'/></node_state>"
                + "</status></cib>");
    EditResult.Applied applied =
        apply(before, new CibEdit.Delete("status", xml("<lrm_rsc_op rc='1'/>")));
    assertEquals(1, applied.cib().status().descendants().filter(e -> e.is("lrm_rsc_op")).count());
    assertEquals(Kind.NOTHING, apply(before, new CibEdit.Delete("status", xml("<none/>"))).kind());
  }

  @Test
  void aReplacedCibKeepsTheStatusOfTheClusterNotOfTheFile() {
    EditResult.Applied applied =
        apply(
            twoResources(),
            new CibEdit.Replace(
                "",
                xml(
                    "<cib epoch='5'><configuration><nodes><node id='1' uname='n1'/></nodes>"
                        + "</configuration><status><node_state id='9' uname='old'/></status>"
                        + "</cib>")));
    assertEquals(new CibVersion(0, 6, 0), applied.cib().version());
    assertEquals(twoResources().status(), applied.cib().status());
    assertTrue(applied.cib().section(CibSection.RESOURCES).children().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"0, 4, false", "0, 5, true", "0, 9, true", "1, 0, true"})
  void anOlderCibDoesNotReplaceANewerOne(long adminEpoch, long epoch, boolean taken) {
    Element whole =
        xml("<cib><configuration/></cib>")
            .with("admin_epoch", Long.toString(adminEpoch))
            .with("epoch", Long.toString(epoch));
    EditResult result =
        CibEdits.apply(twoResources(), ImmutableList.of(new CibEdit.Replace("", whole)));
    assertEquals(taken, result instanceof EditResult.Applied, () -> result.toString());
  }

  @Test
  void aVersionThatLeavesNoRoomToCountIsRefused() {
    refuse(twoResources(), new CibEdit.Modify("", xml("<cib admin_epoch='999999999999'/>"), false));
    refuse(twoResources(), new CibEdit.Modify("", xml("<cib admin_epoch='-1'/>"), false));
  }

  @Test
  void eraseLeavesTheStatus() {
    EditResult.Applied applied = apply(twoResources(), new CibEdit.Erase());
    assertTrue(applied.cib().section(CibSection.RESOURCES).children().isEmpty());
    assertEquals(twoResources().status(), applied.cib().status());
  }

  @Test
  void anUnknownSectionIsRefusedWithTheKnownOnes() {
    EditResult.Refused refused = refuse(twoResources(), new CibEdit.Create("resource", NODE));
    assertTrue(refused.remedy().contains("resources"), refused.remedy());
  }

  @Test
  void aNearIdIsSuggested() {
    EditResult.Refused refused =
        refuse(
            twoResources(), new CibEdit.Modify("resources", xml("<primitive id='wbe'/>"), false));
    assertEquals("did you mean 'web'?", refused.remedy());
  }

  @Test
  void aDanglingReferenceIsRefusedWithWhatIsWrong() {
    EditResult.Refused refused =
        refuse(
            twoResources(),
            new CibEdit.Create(
                "constraints",
                xml("<rsc_colocation id='c' rsc='web' with-rsc='dbb' score='INFINITY'/>")));
    assertTrue(refused.reason().contains("with-rsc 'dbb'"), refused.reason());
    assertEquals("did you mean 'db'?", refused.remedy());
  }

  @Test
  void aFaultThatWasThereBeforeDoesNotStandInTheWay() {
    Cib faulty =
        configured("<constraints><rsc_location id='l' rsc='gone' node='n1'/></constraints>");
    assertEquals(Kind.CONFIGURATION, apply(faulty, new CibEdit.Create("nodes", NODE)).kind());
  }

  @Test
  void aResourceThatIsReferredToCannotBeRemovedAlone() {
    Cib before =
        configured(
            "<resources><primitive id='web' class='ocf' provider='systole' type='Dummy'/>"
                + "</resources><constraints><rsc_location id='l' rsc='web' node='n1'/>"
                + "</constraints>");
    CibEdit remove = new CibEdit.Delete("resources", xml("<primitive id='web'/>"));
    refuse(before, remove);
    apply(before, remove, new CibEdit.Delete("constraints", xml("<rsc_location id='l'/>")));
  }

  @Test
  void aCibThatWouldBeTooDeepIsRefused() {
    Element deep = Element.of("x");
    for (int i = 0; i < Cib.MAX_DEPTH; i++) {
      deep = Element.of("x").plus(deep);
    }
    refuse(twoResources(), new CibEdit.Create("status", deep));
  }

  @Test
  void aChangeForAnotherVersionIsRefused() {
    CibChange change = CibChange.of(new CibEdit.Bump());
    assertInstanceOf(EditResult.Refused.class, at(change, 0, 4, 0).applyTo(twoResources()));
    assertInstanceOf(EditResult.Applied.class, at(change, 0, 5, 0).applyTo(twoResources()));
    assertInstanceOf(EditResult.Refused.class, at(change, 0, 5, 6).applyTo(twoResources()));
    assertInstanceOf(EditResult.Applied.class, at(change, 0, 5, 7).applyTo(twoResources()));
  }

  @Test
  void changesAreReadBackFromXml() throws CibException {
    ImmutableList<CibEdit> edits =
        ImmutableList.of(
            new CibEdit.Create("nodes", NODE),
            new CibEdit.Modify("nodes", NODE, true),
            new CibEdit.Modify("", xml("<cib have-quorum='1'/>"), false),
            new CibEdit.Replace("nodes", NODE),
            new CibEdit.Delete("status", NODE),
            new CibEdit.Erase(),
            new CibEdit.Bump());
    CibChange change =
        new CibChange(
            edits,
            Optional.of(new CibVersion(1, 2, 3)),
            Optional.of(new Epoch(4, new NodeName("n1"))),
            true,
            Optional.of(CibUser.of("anna", ImmutableList.of("crew", "staff"))));
    assertEquals(change, CibEditCodec.readChange(CibEditCodec.write(change)));
    assertEquals(
        CibChange.of(edits), CibEditCodec.readChange(CibEditCodec.write(CibChange.of(edits))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<chang/>, begins with <change>",
        "<change><move/></change>, <move> is no edit",
        "<change><create section='nodes'/></change>, holds one element",
        "<change if-version='1'/>, three numbers",
        "<change dry-run='perhaps'/>, true or false",
        "<change epoch='1'/>, coordinator",
        "<change epoch='x' coordinator='n1'/>, is a number",
      })
  void whatIsNoChangeIsRefused(String text, String reason) {
    CibException refused =
        assertThrows(CibException.class, () -> CibEditCodec.readChange(xml(text)));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  private static CibChange at(CibChange change, long admin, long epoch, long updates) {
    return new CibChange(
        change.edits(),
        Optional.of(new CibVersion(admin, epoch, updates)),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static EditResult.Applied apply(Cib cib, CibEdit... edits) {
    return assertInstanceOf(
        EditResult.Applied.class, CibEdits.apply(cib, ImmutableList.copyOf(edits)));
  }

  private static EditResult.Refused refuse(Cib cib, CibEdit... edits) {
    return assertInstanceOf(
        EditResult.Refused.class, CibEdits.apply(cib, ImmutableList.copyOf(edits)));
  }
}
