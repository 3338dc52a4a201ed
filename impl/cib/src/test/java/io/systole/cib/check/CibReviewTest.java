package io.systole.cib.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CibReviewTest {

  private static final String GOOD =
      """
      <cib><configuration><crm_config/><nodes/>
        <resources>
          <primitive id='f' class='stonith' type='fence_x'/>
          <primitive id='p' class='ocf' provider='x' type='y'><operations>
            <op id='m' name='monitor' interval='10s' timeout='20s'/>
            <op id='n' name='monitor' interval='11s'/>
            <op id='s' name='start' interval='0'/>
          </operations></primitive>
        </resources>
        <constraints><rsc_location id='l' rsc='p'><rule id='r' score='1'>
          <date_expression id='d' operation='in_range' start='2026-01-01' end='2026-02-28'/>
          <date_expression id='e' operation='date_spec'>
            <date_spec id='c' hours='9-17' weekdays='1-5'/>
          </date_expression>
        </rule></rsc_location></constraints>
        <fencing-topology><fencing-level id='v' target='n' index='1' devices='f'/>
        </fencing-topology>
      </configuration><status/></cib>
      """;

  @Test
  void aGoodConfigurationHasNoFindings() throws XmlException {
    assertEquals(ImmutableList.of(), CibReview.check(Xml.parse(GOOD)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "interval='11s', interval='10', error, monitor is there already with this interval",
        "interval='11s', interval='often', error, its interval 'often' is no time",
        "name='start' interval='0', name='start' interval='5', error, start is not done at"
            + " intervals",
        "timeout='20s', timeout='long', warning, `'long' is no value of timeout, so the default"
            + " counts instead, which is 20s`",
        "end='2026-02-28', end='2026-02-30', error, its end '2026-02-30' is no date that can be",
        "end='2026-02-28', end='2025-02-28', warning, it ends before it starts",
        "hours='9-17', hours='9-25', error, its hours '9-25' can't be",
        "weekdays='1-5', weekdays='5-1', error, its weekdays '5-1' can't be",
        "devices='f', `devices='f,g'`, warning, there is no fence device 'g'",
        "class='stonith', class='lsb', error, there is no fence device",
      })
  void whatIsWrongIsToldWithItsSeverity(String good, String bad, String severity, String reason)
      throws XmlException {
    assertTrue(GOOD.contains(good), good);
    Element cib = Xml.parse(GOOD.replace(good, bad));
    ImmutableList<Finding> findings = CibReview.check(cib);
    assertTrue(
        findings.stream()
            .anyMatch(f -> f.reason().contains(reason) && f.severity().word().equals(severity)),
        findings::toString);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "crm_config, no-quorum-policy, melt, `'melt' is no value of no-quorum-policy, so the"
            + " default counts instead, which is stop`",
        "crm_config, stonith-enabled, perhaps, `'perhaps' is no value of stonith-enabled, so the"
            + " default counts instead, which is true`",
        "crm_config, no-quorum-polisy, stop, there is no cluster option 'no-quorum-polisy'",
        "crm_config, ours, 1, there is no cluster option 'ours'",
        "rsc_defaults, is-manged, 1, there is no resource meta-attribute 'is-manged'",
        "rsc_defaults, requires, luck, `'luck' is no value of requires, so the default counts"
            + " instead, which is quorum for fence devices`",
        "op_defaults, on-fail, weep, 'weep' is no value of on-fail",
      })
  void anOptionThatCannotBeUsedIsAWarning(String where, String name, String value, String reason)
      throws XmlException {
    ImmutableList<Finding> findings = options(where, name, value);
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.getFirst().reason().startsWith(reason), findings::toString);
    assertEquals(Finding.Severity.WARNING, findings.getFirst().severity());
  }

  @Test
  void whatPeopleAndAgentsHaveOfTheirOwnIsNotTold() throws XmlException {
    assertEquals(ImmutableList.of(), options("rsc_defaults", "our-floor", "3"));
    assertEquals(ImmutableList.of(), options("rsc_defaults", "target-role", "#default"));
  }

  private static ImmutableList<Finding> options(String where, String name, String value)
      throws XmlException {
    String set = where.equals("crm_config") ? "cluster_property_set" : "meta_attributes";
    String pair = "<nvpair id='o' name='" + name + "' value='" + value + "'/>";
    return CibReview.options(
        Xml.parse(
            "<cib><configuration><%1$s><%2$s id='s'>%3$s</%2$s></%1$s></configuration></cib>"
                .formatted(where, set, pair)));
  }
}
