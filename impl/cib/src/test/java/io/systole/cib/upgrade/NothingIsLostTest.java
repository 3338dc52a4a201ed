package io.systole.cib.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.schema.CibSchemas;
import io.systole.cib.schema.FieldData;
import io.systole.cib.schema.GrammarName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and comments outlive an upgrade, and what does not is told. */
final class NothingIsLostTest {

  private static final String RESOURCE =
      "<primitive id='p' class='ocf' provider='x' type='y'>%s</primitive>";

  private static String rule(String id) {
    return "<rule id='%s' score='5'><date_expression id='%s-d' operation='gt' start='2030-01-01'/></rule>"
        .formatted(id, id);
  }

  private static Upgraded upgrade(String schema, String... sections)
      throws XmlException, UpgradeRefused {
    String document =
        """
        <cib validate-with="%s" admin_epoch="0" epoch="1" num_updates="0">
          <configuration>
            <crm_config>%s</crm_config>
            <nodes><node id="1" uname="n1"/></nodes>
            <resources>%s</resources>
            <constraints>%s</constraints>
            %s
          </configuration>
        </cib>
        """
            .formatted(schema, sections[0], sections[1], sections[2], sections[3]);
    return CibUpgrade.shared().upgrade(document.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Element> all(Element cib, String name) {
    return cib.descendants().filter(element -> element.is(name)).toList();
  }

  private static Element holder(Element cib, String pair) {
    return cib.descendants()
        .filter(set -> set.children().stream().anyMatch(p -> p.id().equals(pair)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pair + " is not in " + cib));
  }

  @Test
  void optionsThatHoldByARuleBecomeDefaultsThatDo() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-2.10",
            "<cluster_property_set id='a' score='9'>"
                + rule("night")
                + "<nvpair id='a1' name='default-resource-stickiness' value='7'/>"
                + "<nvpair id='a2' name='default-action-timeout' value='70s'/></cluster_property_set>"
                + "<cluster_property_set id='b'>"
                + "<nvpair id='b1' name='default-resource-stickiness' value='1'/>"
                + "<nvpair id='b2' name='no-quorum-policy' value='stop'/></cluster_property_set>",
            RESOURCE.formatted(""),
            "",
            "<rsc_defaults><meta_attributes id='r'><nvpair id='r1' name='priority' value='1'/>"
                + "</meta_attributes></rsc_defaults>");
    Element cib = upgraded.result();
    for (String pair : List.of("a1", "a2")) {
      Element set = holder(cib, pair);
      assertEquals("meta_attributes", set.name());
      assertEquals("9", set.attribute("score", ""));
      assertEquals(
          "2030-01-01", set.at("rule", "date_expression").orElseThrow().attribute("start", ""));
    }
    assertTrue(holder(cib, "b1").child("rule").isEmpty());
    // What holds by a rule comes before what holds always, as it did.
    List<Element> sets = cib.at("configuration", "rsc_defaults").orElseThrow().children();
    assertTrue(sets.indexOf(holder(cib, "a1")) < sets.indexOf(holder(cib, "b1")), sets::toString);
  }

  @Test
  void whatAnOperationSaysByARuleStaysConditional() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-2.10",
            "",
            RESOURCE.formatted(
                "<operations><op id='s' name='start' interval='0'><instance_attributes id='i'>"
                    + rule("night")
                    + "<nvpair id='i1' name='timeout' value='90s'/></instance_attributes>"
                    + "<meta_attributes id='m'>"
                    + rule("day")
                    + "<nvpair id='m1' name='requires' value='nothing'/></meta_attributes>"
                    + "</op></operations>"),
            "",
            "");
    for (String pair : List.of("i1", "m1")) {
      assertTrue(holder(upgraded.result(), pair).child("rule").isPresent(), pair);
    }
    assertEquals(2, all(upgraded.result(), "rule").size());
  }

  @Test
  void aSetWhoseRuleOthersStandForStays() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-2.10",
            "<cluster_property_set id='a'>"
                + rule("night")
                + "<nvpair id='a1' name='default-resource-stickiness' value='7'/>"
                + "</cluster_property_set>",
            RESOURCE.formatted("<meta_attributes id='m'><rule id-ref='night'/></meta_attributes>"),
            "",
            "");
    assertEquals(
        1, all(upgraded.result(), "rule").stream().filter(r -> r.id().equals("night")).count());
    assertTrue(holder(upgraded.result(), "a1").child("rule").isPresent());
  }

  @Test
  void rulesOfLifetimesAreKeptForThoseThatNeedThem() throws Exception {
    String nested =
        "<rule id='outer' score='1'><rule id-ref='inner'/><expression id='oe' attribute='x'"
            + " operation='defined'/></rule>";
    Upgraded upgraded =
        upgrade(
            "pacemaker-3.10",
            "",
            RESOURCE.formatted("") + "<primitive id='q' class='lsb' type='z'/>",
            "<rsc_colocation id='c1' rsc='p' with-rsc='q'><lifetime>"
                + nested
                + "</lifetime></rsc_colocation><rsc_order id='o1' first='p' then='q'><lifetime>"
                + rule("inner")
                + "</lifetime></rsc_order><rsc_location id='l' rsc='p'><rule id-ref='outer'/>"
                + "</rsc_location>",
            "");
    List<String> ids = all(upgraded.result(), "rule").stream().map(Element::id).toList();
    assertTrue(ids.containsAll(List.of("inner", "outer")), ids::toString);
    assertTold(upgraded, "inner");
  }

  @Test
  void theRuleOfAResourceThatIsGoneMovesToWhoeverStoodForIt() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-3.10",
            "",
            RESOURCE.formatted("") + "<primitive id='u' class='upstart' type='z'/>",
            "<rsc_location id='lu' rsc='u'>"
                + rule("night")
                + "</rsc_location><rsc_location id='l1' rsc='p'><rule id-ref='night'/></rsc_location>"
                + "<rsc_location id='l2' rsc='p'><rule id-ref='night'/></rsc_location>",
            "");
    List<Element> locations = all(upgraded.result(), "rsc_location");
    assertEquals(2, locations.size(), locations::toString);
    assertEquals("night", locations.getFirst().child("rule").orElseThrow().id());
    assertEquals("night", locations.get(1).child("rule").orElseThrow().attribute("id-ref", ""));
    assertTold(upgraded, "night");
  }

  @Test
  void ofAnOldAndANewNameTheNewCounts() throws Exception {
    Element cib =
        upgrade(
                "pacemaker-2.10",
                "<cluster_property_set id='a'><nvpair id='a1' name='no_quorum_policy' value='ignore'/>"
                    + "<nvpair id='a2' name='no-quorum-policy' value='stop'/>"
                    + "<nvpair id='a3' name='crmd-transition-delay' value='3s'/>"
                    + "<nvpair id='a4' name='transition-delay' value='4s'/></cluster_property_set>",
                "",
                "",
                "")
            .result();
    assertEquals(List.of("a2", "a4"), all(cib, "nvpair").stream().map(Element::id).toList());
  }

  @Test
  void permissionsOnWhatIsGoneMatchNothing() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-2.10",
            "<cluster_property_set id='a'><nvpair id='a1' name='notification-agent' value='x'/>"
                + "</cluster_property_set>",
            "",
            "",
            "<acls><acl_role id='r'><acl_permission id='pm' kind='read' reference='a1'/></acl_role>"
                + "</acls>");
    Element permission = all(upgraded.result(), "acl_permission").getFirst();
    assertEquals("/*[false()]", permission.attribute("xpath", ""));
    assertTold(upgraded, "a1");
  }

  @Test
  void oneOperationMayRequireAndSayMore() throws Exception {
    Upgraded upgraded =
        upgrade(
            "pacemaker-2.10",
            "",
            RESOURCE.formatted(
                "<operations><op id='s' name='start' interval='0' requires='quorum'>"
                    + "<instance_attributes id='i'><nvpair id='i1' name='timeout' value='90s'/>"
                    + "</instance_attributes></op></operations>"),
            "",
            "");
    assertEquals(ImmutableList.of(), CibSchemas.shared().judge(upgraded.result()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pacemaker-1.3", "pacemaker-2.10", "pacemaker-3.10"})
  void commentsStay(String schema) throws Exception {
    String acl =
        schema.equals("pacemaker-1.3")
            ? "<acls><!--c-acls--><acl_user id='joe'><!--c-user--><read id='w' tag='node'>"
                + "<!--c-right--></read></acl_user></acls>"
            : "";
    String option = schema.equals("pacemaker-3.10") ? "x" : "default-resource-stickiness";
    Upgraded upgraded =
        upgrade(
            schema,
            "<!--c-config--><cluster_property_set id='a'><!--c-set--><nvpair id='a1' name='"
                + option
                + "' value='7'><!--c-pair--></nvpair></cluster_property_set>",
            "<!--c-resources--><master id='m'><!--c-master-->"
                + RESOURCE.formatted(
                    "<!--c-primitive--><instance_attributes id-ref='i0'><!--c-reference-->"
                        + "</instance_attributes><operations><op id='s' name='start' interval='0'>"
                        + "<!--c-op--></op></operations>")
                + "</master><primitive id='q' class='lsb' type='z'><instance_attributes id='i0'>"
                + "<nvpair id='i1' name='x' value='y'/></instance_attributes></primitive>",
            "<rsc_location id='l' rsc='q'><!--c-location--><rule id='r1' score='1'><!--c-rule-->"
                + "<expression id='e1' attribute='x' operation='defined'/></rule><rule id='r2'"
                + " score='1'><expression id='e2' attribute='x' operation='defined'/></rule>"
                + "<lifetime><!--c-lifetime-->"
                + rule("r3")
                + "</lifetime></rsc_location>",
            acl);
    String text = upgraded.text();
    String original = upgraded.original().toString();
    assertFalse(original.contains("<!--"), "a tree has no comments");
    for (String place :
        List.of(
            "config",
            "set",
            "resources",
            "master",
            "primitive",
            "reference",
            "op",
            "location",
            "rule",
            "lifetime")) {
      assertTrue(text.contains("<!--c-" + place + "-->"), () -> place + " is not in " + text);
    }
    if (!acl.isEmpty()) {
      for (String place : List.of("acls", "user", "right")) {
        assertTrue(text.contains("<!--c-" + place + "-->"), () -> place + " is not in " + text);
      }
    }
    assertEquals(upgraded.result(), Xml.parse(text));
  }

  @Test
  void whatHasNothingToBeDoneIsWrittenAsItIs() throws Exception {
    String document =
        """
        <!-- first -->
        <cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0">
          <configuration>
            <crm_config/>
            <!-- second
                 line -->
            <nodes>
              <node id="1" uname="a&lt;b&quot;c&amp;"/>
            </nodes>
            <resources/>
            <constraints/>
          </configuration>
        </cib>
        """;
    Upgraded upgraded = CibUpgrade.shared().upgrade(document.getBytes(StandardCharsets.UTF_8));
    assertEquals(document, upgraded.text());
    assertFalse(upgraded.isChanged());
  }

  /**
   * All of the field's data becomes valid by the newest schema, but for what asks for none.
   * Whatever has an id and is not there afterwards was told, or is in something that was told.
   */
  @Test
  void allOfTheFieldsDataIsUpgradedAndWhatIsGoneIsTold() throws IOException, XmlException {
    List<String> faults = new ArrayList<>();
    for (Path folder :
        List.of(
            FieldData.scheduler().resolve("xml"),
            FieldData.upgrades().resolve("2.10-to-3.0/xml"),
            FieldData.upgrades().resolve("3.10-to-4.0/xml"))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          judge(file, faults);
        }
      }
    }
    assertEquals("", String.join("\n", faults));
  }

  private static void judge(Path file, List<String> faults) throws IOException, XmlException {
    Upgraded upgraded;
    try {
      upgraded = CibUpgrade.shared().upgrade(FieldData.read(file));
    } catch (UpgradeRefused e) {
      faults.add(file.getFileName() + ": " + e.getMessage());
      return;
    }
    String schema = upgraded.result().attribute("validate-with", "");
    if (!schema.equals("pacemaker-4.0") && !schema.equals(GrammarName.NONE)) {
      faults.add(file.getFileName() + ": became one of " + schema);
    }
    ImmutableSet<String> there = ids(upgraded.result());
    String told =
        String.join("\n", upgraded.changes().stream().map(Upgraded.Change::text).toList());
    silent(upgraded.original().child("configuration").orElseThrow(), there, told)
        .forEach(id -> faults.add(file.getFileName() + ": nothing was told of " + id));
  }

  private static List<String> silent(Element here, ImmutableSet<String> there, String told) {
    if (here.has("id") && told.contains("\"" + here.id() + "\"")) {
      return List.of();
    }
    List<String> silent = new ArrayList<>();
    if (here.has("id") && !there.contains(here.id())) {
      silent.add(here.id());
    }
    here.children().forEach(child -> silent.addAll(silent(child, there, told)));
    return silent;
  }

  private static ImmutableSet<String> ids(Element tree) {
    return tree.descendants().map(Element::id).collect(ImmutableSet.toImmutableSet());
  }

  private static void assertTold(Upgraded upgraded, String id) {
    assertTrue(
        upgraded.changes().stream().anyMatch(change -> change.text().contains(id)),
        () -> id + " is not in " + upgraded.changes());
  }
}
