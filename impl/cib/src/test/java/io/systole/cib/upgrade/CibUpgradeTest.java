package io.systole.cib.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.schema.CibSchemas;
import io.systole.cib.schema.FieldData;
import io.systole.cib.schema.GrammarName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CibUpgradeTest {

  private static final String OLD =
      """
      <cib validate-with="pacemaker-1.3" admin_epoch="1" epoch="2" num_updates="3">
        <configuration>
          <crm_config><cluster_property_set id="o">
            <nvpair id="o-1" name="stonith_enabled" value="false"/>
            <nvpair id="o-2" name="default-resource-stickiness" value="7"/>
          </cluster_property_set></crm_config>
          <nodes><node id="1" uname="n1" type="normal"/></nodes>
          <resources>
            <master id="m"><primitive id="p" class="ocf" provider="x" type="y"><operations>
              <op id="s" name="start" interval="0" requires="nothing"/></operations>
            </primitive></master>
          </resources>
          <constraints/>
          <acls><acl_user id="joe"><write id="w" tag="node"/></acl_user></acls>
        </configuration>
        <status><node_state id="1" uname="n1" type="normal"/></status>
      </cib>
      """;

  @Test
  void everyGenerationIsPassedOnTheWay() throws XmlException, UpgradeRefused {
    Element original = Xml.parse(OLD);
    Upgraded upgraded = CibUpgrade.shared().upgrade(original);
    Element cib = upgraded.result();
    assertEquals("pacemaker-4.0", cib.attribute("validate-with", ""));
    assertEquals(ImmutableList.of(), CibSchemas.shared().judge(cib));
    assertSame(original, upgraded.original());
    String text = Xml.write(cib);
    for (String said :
        List.of(
            "name=\"stonith-enabled\"",
            "name=\"resource-stickiness\" value=\"7\"",
            "type=\"member\"",
            "<clone id=\"m\">",
            "name=\"promotable\"",
            "name=\"requires\" value=\"nothing\"",
            "<acl_target id=\"joe\">",
            "object-type=\"node\"")) {
      assertTrue(text.contains(said), () -> said + " is not in " + text);
    }
    assertEquals(original.child("status"), cib.child("status"));
  }

  @Test
  void everyChangeIsTold() throws XmlException, UpgradeRefused {
    List<String> told =
        CibUpgrade.shared().upgrade(Xml.parse(OLD)).changes().stream()
            .map(Upgraded.Change::toString)
            .toList();
    for (String about : List.of("o-1", "o-2", "\"1\"", "\"m\"", "\"s\"", "joe", "\"w\"")) {
      assertTrue(
          told.stream().anyMatch(line -> line.contains(about)),
          () -> "nothing was told of " + about + ": " + String.join("\n", told));
    }
  }

  @Test
  void whatIsNotValidIsRefused() throws XmlException {
    Element wrong = Xml.parse(OLD.replace("<constraints/>", "<constraints><x/></constraints>"));
    UpgradeRefused refused =
        assertThrows(UpgradeRefused.class, () -> CibUpgrade.shared().upgrade(wrong));
    assertFalse(refused.findings().isEmpty());
  }

  @Test
  void theNewestIsLeftAsItIs() throws XmlException, UpgradeRefused {
    Upgraded once = CibUpgrade.shared().upgrade(Xml.parse(OLD));
    Upgraded twice = CibUpgrade.shared().upgrade(once.result());
    assertFalse(twice.isChanged());
    assertSame(once.result(), twice.result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.10-to-3.0", "3.10-to-4.0"})
  void theFieldsCasesUpgradeToTheExpectedMeaning(String step) throws IOException, XmlException {
    Path cases = FieldData.upgrades().resolve(step);
    List<String> faults = new ArrayList<>();
    int count = 0;
    try (Stream<Path> files = Files.list(cases.resolve("xml"))) {
      for (Path file : files.sorted().toList()) {
        count++;
        Element input = FieldData.read(file);
        Element expected =
            FieldData.read(cases.resolve("expected").resolve(file.getFileName().toString()));
        GrammarName to = CibSchemas.nameOf(expected).orElseThrow();
        try {
          Element result = CibUpgrade.shared().upgradeTo(input, to).result();
          Meaning.difference(input, expected, result)
              .ifPresent(difference -> faults.add(file.getFileName() + ": " + difference));
        } catch (UpgradeRefused e) {
          faults.add(file.getFileName() + ": " + e.getMessage());
        }
      }
    }
    assertTrue(count > 0, () -> "there is no case in " + cases);
    assertEquals("", String.join("\n", faults));
  }
}
