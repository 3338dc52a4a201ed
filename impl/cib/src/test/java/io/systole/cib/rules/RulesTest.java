package io.systole.cib.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  private static final RuleInput INPUT =
      RuleInput.at(1000)
          .withNode(ImmutableMap.of("cpus", "8", "site", "East", "kernel", "5.10.2", "load", "1.5"))
          .withResource(new RuleInput.Agent("ocf", "heartbeat", "IPaddr2"))
          .withOperation(new RuleInput.Operation("monitor", 10_000))
          .withValues(ImmutableMap.of("where", "east"), ImmutableMap.of("priority", "8"))
          .withMatches(ImmutableList.of("web-site", "site"));

  private static boolean holds(String conditions) throws XmlException {
    return Rules.holds(Xml.parse("<rule id='r'>" + conditions + "</rule>"), INPUT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "attribute='cpus' operation='gt' value='7' | true",
        "attribute='cpus' operation='gt' value='08' | false",
        "attribute='cpus' operation='lt' value='10' | true",
        "attribute='cpus' operation='lt' value='10' type='string' | false",
        "attribute='load' operation='lte' value='1.50' | true",
        "attribute='load' operation='gt' value='1.4' type='integer' | false",
        "attribute='kernel' operation='gt' value='5.9' type='version' | true",
        "attribute='site' operation='eq' value='east' | true",
        "attribute='site' operation='ne' value='west' | true",
        "attribute='rack' operation='ne' value='1' | true",
        "attribute='rack' operation='lt' value='1' | false",
        "attribute='rack' operation='not_defined' | true",
        "attribute='rack' operation='defined' | false",
        "attribute='site' operation='eq' value='where' value-source='param' | true",
        "attribute='cpus' operation='eq' value='priority' value-source='meta' | true",
        "attribute='%1' operation='eq' value='east' | true",
      })
  void anAttributeIsCompared(String expression, boolean holds) throws XmlException {
    assertEquals(holds, holds("<expression id='e' " + expression + "/>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rsc_expression class='ocf' | true",
        "rsc_expression class='ocf' provider='heartbeat' type='IPaddr2' | true",
        "rsc_expression type='apache' | false",
        "op_expression name='monitor' | true",
        "op_expression name='monitor' interval='10s' | true",
        "op_expression name='monitor' interval='20s' | false",
        "op_expression name='start' | false",
      })
  void anAgentOrOperationIsCompared(String expression, boolean holds) throws XmlException {
    assertEquals(holds, holds("<" + expression + "/>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "operation='gt' start='epoch:999' | true | -1",
        "operation='gt' start='epoch:1000' | false | 1001",
        "operation='lt' end='epoch:1000' | false | -1",
        "operation='lt' end='epoch:1001' | true | 1001",
        "operation='in_range' start='epoch:1000' end='epoch:1000' | true | 1001",
        "operation='in_range' start='epoch:1001' end='epoch:2000' | false | 1001",
        "operation='in_range' start='epoch:1' end='epoch:999' | false | -1",
        "operation='in_range' start='epoch:1' | true | -1",
      })
  void aDateIsComparedAndTellsWhenItWillSayOtherwise(String expression, boolean holds, long change)
      throws XmlException {
    String condition = "<date_expression id='d' " + expression + "/>";
    assertEquals(holds, holds(condition));
    assertEquals(
        change < 0 ? OptionalLong.empty() : OptionalLong.of(change),
        Rules.nextChange(Xml.parse("<rule id='r'>" + condition + "</rule>"), INPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"and | T T | true", "and | T F | false", "or | F T | true", "or | F F | false"})
  void conditionsAreCombined(String operation, String conditions, boolean holds)
      throws XmlException {
    String xml =
        conditions
            .replace("T", "<expression id='e' attribute='cpus' operation='defined'/>")
            .replace("F", "<expression id='e' attribute='rack' operation='defined'/>");
    String rule = "<rule id='r' boolean-op='" + operation + "'>" + xml + "</rule>";
    assertEquals(holds, Rules.holds(Xml.parse(rule), INPUT));
  }

  @ParameterizedTest
  @CsvSource({"2026-07-29T12:00:00Z, true", "2026-07-29T18:00:00Z, false"})
  void whatCannotDecideAnyMoreTellsNoChange(String now, boolean holds) throws XmlException {
    String rule =
        "<rule id='r'><expression id='e' attribute='rack' operation='defined'/>"
            + "<date_expression id='d' operation='gt' start='2026-07-29 17:00:00Z'/></rule>";
    RuleInput input = RuleInput.at(Dates.parse(now).orElseThrow()).withNode(ImmutableMap.of());
    assertEquals(OptionalLong.empty(), Rules.nextChange(Xml.parse(rule), input));
    String reversed =
        "<rule id='r'><date_expression id='d' operation='gt' start='2026-07-29 17:00:00Z'/></rule>";
    assertEquals(!holds, Rules.holds(Xml.parse(reversed), input));
  }
}
