package io.systole.cib.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class GrammarTest {

  private static final String EXPRESSION =
      "<expression id='e' attribute='a' operation='eq' value='v'/>";

  private static final ImmutableList<GrammarName> IN_ORDER =
      Arrays.stream(GrammarName.values())
          .filter(name -> name != GrammarName.NEXT)
          .collect(ImmutableList.toImmutableList());

  @ParameterizedTest
  @EnumSource
  void everyGrammarAcceptsAnEmptyConfiguration(GrammarName name) throws XmlException {
    assertEquals(ImmutableList.of(), CibSchemas.shared().judge(cib(name.text(), "", "")));
  }

  @ParameterizedTest
  @EnumSource
  void everyGrammarRefusesWhatIsNowhere(GrammarName name) throws XmlException {
    assertFalse(CibSchemas.shared().judge(cib(name.text(), "", "<nonsense/>")).isEmpty());
    assertFalse(CibSchemas.shared().judge(Element.of("nonsense"), name).isEmpty());
  }

  /** In which versions something is accepted, from the first to the last. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "resources|<primitive id='p' class='lsb' type='x'/>|1.0|4.0",
        "resources|<primitive id='p' class='upstart' type='x'/>|1.0|3.10",
        "resources|<primitive id='p' class='systemd' type='x'/>|1.2|4.0",
        "resources|<primitive id='p' class='nagios' type='x'/>|1.2|3.10",
        "resources|<template id='t' class='lsb' type='x'/>|1.2|4.0",
        "resources|<master id='m'><primitive id='p' class='lsb' type='x'/></master>|1.0|3.10",
        "resources|<bundle id='b'><docker image='i' masters='1'/></bundle>|2.8|3.10",
        "resources|<bundle id='b'><docker image='i' promoted-max='1'/></bundle>|3.0|4.0",
        "resources|<bundle id='b'><rkt image='i'/></bundle>|2.10|3.10",
        "resources|<bundle id='b'><podman image='i'/></bundle>|3.2|4.0",
        "resources|<primitive id='p' class='lsb' type='x'><operations>"
            + "<op id='o' name='monitor' interval='0' requires='nothing'/></operations></primitive>"
            + "|1.0|2.10",
        "resources|<primitive id='p' class='lsb' type='x'><operations>"
            + "<op id='o' name='monitor' interval='0' on-fail='demote'/></operations></primitive>"
            + "|3.4|4.0",
        "resources|<primitive id='p' class='lsb' type='x'><meta_attributes id='m'>"
            + "<nvpair id='n' name='isolation' value='x'/></meta_attributes></primitive>|1.0|2.10",
        "nodes|<node id='1' uname='n' type='normal'/>|1.0|2.10",
        "nodes|<node id='1' uname='n' type='ping'/>|1.0|3.10",
        "nodes|<node id='1' uname='n' type='remote'/>|1.3|4.0",
        "nodes|<node id='1' uname='n'/>|1.2|4.0",
        "crm_config|<cluster_property_set id='s'>"
            + "<nvpair id='n' name='stonith_enabled' value='true'/></cluster_property_set>"
            + "|1.0|2.10",
        "crm_config|<cluster_property_set id='s'>"
            + "<nvpair id='n' name='x'/></cluster_property_set>|1.0|3.10",
        "constraints|<rsc_location id='l' rsc-pattern='.*' node='n' score='1'/>|2.6|4.0",
        "|<tags><tag id='t'><obj_ref id='nobody'/></tag></tags>|3.3|4.0",
        "|<acls><acl_user id='u'/></acls>|1.2|1.3",
        "|<acls><acl_target id='u'/></acls>|2.0|4.0",
        "|<acls><acl_target id='u' name='v'/></acls>|3.8|4.0",
        "|<alerts><alert id='a' path='/x'/></alerts>|2.5|4.0",
        "|<fencing-topology><fencing-level id='f' target='n' index='9' devices='d'/>"
            + "</fencing-topology>|1.2|4.0",
        "|<fencing-topology><fencing-level id='f' target='n' index='10' devices='d'/>"
            + "</fencing-topology>|1.2|3.10",
      })
  void aVersionSaysWhatDiffers(String section, String content, String first, String last)
      throws XmlException {
    GrammarName from = GrammarName.of("pacemaker-" + first).orElseThrow();
    GrammarName to = GrammarName.of("pacemaker-" + last).orElseThrow();
    for (GrammarName name : IN_ORDER) {
      boolean expected = name.compareTo(from) >= 0 && name.compareTo(to) <= 0;
      Element cib = cib(name.text(), section == null ? "" : section, content);
      assertEquals(expected, CibSchemas.shared().judge(cib).isEmpty(), () -> name + ": " + content);
    }
  }

  @Test
  void severalRulesOfALocationEndWithFourZero() throws XmlException {
    String rules =
        "<primitive id='p' class='lsb' type='x'/></resources><constraints>"
            + "<rsc_location id='l' rsc='p'><rule id='r' score='1'>"
            + EXPRESSION
            + "</rule><rule id='s' score='1'>"
            + EXPRESSION.replace("'e'", "'f'")
            + "</rule></rsc_location>";
    String text =
        Xml.write(cib("x", "resources", "<a/>"))
            .replace("<a/></resources><constraints>", rules)
            .replace("<a/>", "");
    Element cib = Xml.parse(text.replace("</resources><constraints/>", rules + "</constraints>"));
    assertTrue(CibSchemas.shared().accepts(cib.with("validate-with", "none"), GrammarName.V3_10));
    assertFalse(CibSchemas.shared().accepts(cib.with("validate-with", "none"), GrammarName.V4_0));
  }

  @Test
  void aFindingHasPlacePathReasonAndWhatIsAllowed() throws XmlException {
    Element cib =
        Xml.parse(
            """
            <cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="0" num_updates="0">
              <configuration><crm_config/><nodes/>
                <resources>
                  <group id="web">
                    <primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2" tpye="x">
                      <meta_attributes id="ip-meta"><nvpair id="a" name="x" vlaue="1"/>
                      </meta_attributes>
                    </primitive>
                  </group>
                </resources>
              <constraints/></configuration>
            </cib>
            """);
    ImmutableList<Finding> findings = CibSchemas.shared().judge(cib);
    Finding first = findings.getFirst();
    assertEquals(List.of(5, 9), List.of(first.line(), first.column()));
    assertEquals("<primitive id=\"ip\"> in <group id=\"web\"> in <resources>", first.where());
    assertEquals("attribute \"tpye\" not allowed here", first.reason());
    assertTrue(first.remedy().contains("pacemaker-4.0 allows here"), first.remedy());
    Finding pair =
        findings.stream().filter(f -> f.where().startsWith("<nvpair")).findFirst().orElseThrow();
    assertEquals(6, pair.line());
    assertTrue(pair.remedy().contains("\"value\""), pair.remedy());
  }

  @Test
  void idsAreOnceAndReferencesAreMet() throws XmlException {
    String two = "<primitive id='p' class='lsb' type='x'/>".repeat(2);
    ImmutableList<Finding> twice =
        CibSchemas.shared().judge(cib("pacemaker-3.9", "resources", two));
    assertEquals(1, twice.size());
    assertTrue(twice.getFirst().reason().contains("the primitive 'p' is there already"));
    ImmutableList<Finding> dangling =
        CibSchemas.shared()
            .judge(cib("pacemaker-3.9", "constraints", "<rsc_order id='o' first='oo' then='o'/>"));
    assertEquals(1, dangling.size());
    assertTrue(dangling.getFirst().remedy().contains("did you mean 'o'"), dangling::toString);
  }

  @Test
  void whatAsksForNoGrammarIsToldSo() throws XmlException {
    assertTrue(CibSchemas.shared().judge(cib("pacemaker-9.9", "", "")).getFirst().isError());
    Element none = cib(GrammarName.NONE, "", "<nonsense/>");
    ImmutableList<Finding> findings = CibSchemas.shared().judge(none);
    assertEquals(1, findings.size());
    assertFalse(findings.getFirst().isError());
    assertTrue(CibSchemas.shared().judge(none.without("validate-with")).getFirst().isError());
  }

  @Test
  void manyFaultsAreToldInPart() throws XmlException {
    Element cib = cib("pacemaker-4.0", "resources", "<nonsense/>".repeat(1000));
    assertEquals(Grammar.MAX_FINDINGS, CibSchemas.shared().judge(cib).size());
  }

  /** A document with something in a section, or beside the sections. */
  static Element cib(String validateWith, String section, String content) throws XmlException {
    StringBuilder text = new StringBuilder();
    text.append("<cib admin_epoch='0' epoch='0' num_updates='0' validate-with='");
    text.append(validateWith).append("'><configuration>");
    for (String each : List.of("crm_config", "nodes", "resources", "constraints")) {
      text.append('<').append(each).append('>');
      text.append(each.equals(section) ? content : "");
      text.append("</").append(each).append('>');
    }
    text.append(section.isEmpty() ? content : "");
    return Xml.parse(text.append("</configuration></cib>").toString());
  }
}
