package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parameters of devices mean. */
class FencingConfigurationReaderTest {

  private static final NodeName N1 = new NodeName("n1");

  @Test
  void parametersAreUnderstood() throws XmlException {
    FenceDevice device =
        read(
            """
            <device id='d' agent='fence_x' targets='n3' priority='5' verified='true'>
              <param name='pcmk_host_list' value='n1, n2'/>
              <param name='pcmk_host_map' value='n1:7;n4=8'/>
              <param name='pcmk_off_timeout' value='2min'/>
              <param name='pcmk_off_retries' value='4'/>
              <param name='pcmk_delay_base' value='1s'/>
              <param name='pcmk_delay_max' value='2500ms'/>
              <param name='pcmk_action_limit' value='-1'/>
              <param name='ip' value='10.0.0.1'/>
            </device>
            """,
            AgentAbilities.UNKNOWN);
    assertEquals(HostCheck.STATIC_LIST, device.hosts().check());
    assertEquals(4, device.hosts().listed().size());
    assertEquals("7", device.hosts().port(N1));
    assertEquals("n2", device.hosts().port(new NodeName("n2")));
    assertEquals(
        new ActionTerms(Duration.ofMinutes(2), 4), device.actions().get(FencingAction.OFF));
    assertEquals(FenceDevice.DEFAULT_TERMS, device.actions().get(FencingAction.ON));
    assertEquals(new DelayRange(Duration.ofSeconds(1), Duration.ofMillis(2500)), device.delay());
    assertEquals(0, device.actionLimit());
    assertEquals(5, device.priority());
    assertTrue(device.verified());
    assertEquals("10.0.0.1", device.parameters().get("ip"));
  }

  @Test
  void agentsWordCountsForActionsAndHostCheck() throws XmlException {
    AgentAbilities abilities =
        new AgentAbilities(
            ImmutableSortedMap.of("fence_x", ImmutableSortedSet.of("off", "status", "metadata")));
    FenceDevice device = read("<device id='d' agent='fence_x'/>", abilities);
    assertEquals(ImmutableSortedSet.of(FencingAction.OFF), device.actions().keySet());
    assertEquals(HostCheck.STATUS, device.hosts().check());
    assertTrue(device.can(FencingAction.REBOOT), "off and then on is a reboot");
  }

  @Test
  void mappedActionIsLookedForByTheAgentsWord() throws XmlException {
    AgentAbilities abilities =
        new AgentAbilities(ImmutableSortedMap.of("fence_x", ImmutableSortedSet.of("cut")));
    FenceDevice device =
        read(
            "<device id='d' agent='fence_x'><param name='pcmk_off_action' value='cut'/></device>",
            abilities);
    assertEquals(ImmutableSortedSet.of(FencingAction.OFF), device.actions().keySet());
  }

  @Test
  void levelsComeInTheOrderOfTheirIndex() throws XmlException {
    Element devices =
        Xml.parse(
            "<devices><level target='n1' index='2' devices='c'/>"
                + "<level target='n1' index='1' devices='a,b'/></devices>");
    FencingConfiguration read = FencingConfigurationReader.read(devices, AgentAbilities.UNKNOWN);
    assertEquals(
        ImmutableList.of(
            new FencingLevel(ImmutableList.of("a", "b")), new FencingLevel(ImmutableList.of("c"))),
        read.levels(N1));
    assertEquals(ImmutableList.of(FencingLevel.ANY_DEVICE), read.levels(new NodeName("n2")));
  }

  @Test
  void whatCannotBeUsedCountsAsTheDefault() throws XmlException {
    FenceDevice device =
        read(
            """
            <device id='d' agent='fence_x'>
              <param name='pcmk_off_timeout' value='soon'/>
              <param name='pcmk_on_timeout' value='99999999h'/>
              <param name='pcmk_off_retries' value='some'/>
              <param name='pcmk_host_check' value='maybe'/>
              <param name='pcmk_delay_base' value='n1:1s'/>
              <param name='pcmk_action_limit' value='many'/>
            </device>
            """,
            AgentAbilities.UNKNOWN);
    assertEquals(FenceDevice.DEFAULT_TERMS, device.actions().get(FencingAction.OFF));
    assertEquals(new ActionTerms(Duration.ofDays(1), 2), device.actions().get(FencingAction.ON));
    assertEquals(HostCheck.DYNAMIC_LIST, device.hosts().check());
    assertEquals(DelayRange.NONE, device.delay());
    assertEquals(1, device.actionLimit());
  }

  @ParameterizedTest
  @CsvSource({"pcmk_host_map, n1, NODE:PORT"})
  void whatIsNotAllowedIsNamed(String name, String value, String named) {
    String text =
        "<device id='d' agent='fence_x'><param name='"
            + name
            + "' value='"
            + value
            + "'/></device>";
    String message =
        assertThrows(IllegalArgumentException.class, () -> read(text, AgentAbilities.UNKNOWN))
            .getMessage();
    assertTrue(message != null && message.contains(named) && message.contains(" d "), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void levelHasAnIndexOfOneToNine(int index) throws XmlException {
    assertEquals(
        ImmutableList.of(new FencingLevel(ImmutableList.of("a"))), readLevel(index).levels(N1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void levelWithAnotherIndexIsRefused(int index) {
    assertEquals(
        "a fencing level has index " + index + "; allowed are 1 to 9",
        assertThrows(IllegalArgumentException.class, () -> readLevel(index)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 60000",
    "1ms, 1",
    "86399s, 86399000",
    "24h, 86400000",
    "86401s, 86400000",
    "25h, 86400000"
  })
  void agentHasSomeTimeAndAtMostADay(String written, long millis) throws XmlException {
    FenceDevice device =
        read(
            "<device id='d' agent='fence_x'><param name='pcmk_off_timeout' value='"
                + written
                + "'/></device>",
            AgentAbilities.UNKNOWN);
    assertEquals(
        new ActionTerms(Duration.ofMillis(millis), 2), device.actions().get(FencingAction.OFF));
  }

  private static FencingConfiguration readLevel(int index) throws XmlException {
    Element devices =
        Xml.parse("<devices><level target='n1' index='" + index + "' devices='a'/></devices>");
    return FencingConfigurationReader.read(devices, AgentAbilities.UNKNOWN);
  }

  private static FenceDevice read(String device, AgentAbilities abilities) throws XmlException {
    Element devices = Xml.parse("<devices>" + device + "</devices>");
    return FencingConfigurationReader.read(devices, abilities).device("d").orElseThrow();
  }
}
