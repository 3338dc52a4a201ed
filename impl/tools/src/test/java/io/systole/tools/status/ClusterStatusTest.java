package io.systole.tools.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.tools.Terminal;
import io.systole.tools.status.ClusterStatus.Condition;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterStatusTest {

  private static ClusterStatus status(String state, String operations) throws XmlException {
    return ClusterStatus.of(
        Xml.parse(
            """
            <cib admin_epoch="0" epoch="5" num_updates="7" have-quorum="1" dc-uuid="1">
              <configuration>
                <nodes><node id="1" uname="n1"/></nodes>
                <resources>
                  <primitive id="web" class="ocf" provider="systole" type="Dummy">
                    <meta_attributes id="m"><nvpair id="r" name="target-role" value="Stopped"/></meta_attributes>
                  </primitive>
                </resources>
              </configuration>
              <status><node_state id="1" uname="n1" %s><lrm id="1"><lrm_resources>
                <lrm_resource id="web" class="ocf" provider="systole" type="Dummy">%s</lrm_resource>
              </lrm_resources></lrm></node_state></status>
            </cib>
            """
                .formatted(state, operations)));
  }

  private static final String ONLINE =
      "in_ccm='true' crmd='online' join='member' expected='member'";

  private static String operation(int call, String name, int returnCode) {
    return "<lrm_rsc_op id='web_%s_0' operation='%s' call-id='%d' rc-code='%d' transition-key='1:1:0:x'/>"
        .formatted(name, name, call, returnCode);
  }

  @ParameterizedTest
  @CsvSource({
    "in_ccm='true' crmd='online' join='member' expected='member',ONLINE",
    "in_ccm='1700000000' crmd='1700000001' join='member' expected='member',ONLINE",
    "in_ccm='true' crmd='online' join='pending' expected='member',PENDING",
    "in_ccm='false' crmd='offline' join='down' expected='down',OFFLINE",
    "in_ccm='false' crmd='offline' join='down' expected='member',UNCLEAN",
    "in_ccm='0' crmd='0' join='down' expected='member',UNCLEAN"
  })
  void aNodesConditionFollowsItsState(String state, Condition condition) throws XmlException {
    assertEquals(condition, status(state, "").nodes().values().iterator().next().condition());
  }

  @Test
  void operationsCountInTheOrderOfTheirCalls() throws XmlException {
    ClusterStatus stopped = status(ONLINE, operation(9, "stop", 0) + operation(8, "start", 0));
    assertEquals(Map.of(), stopped.resources().getFirst().active());
    ClusterStatus started = status(ONLINE, operation(10, "start", 0) + operation(9, "stop", 0));
    assertEquals(Map.of("n1", Role.STARTED), started.resources().getFirst().active());
  }

  @Test
  void aResourceIsActiveNowhereOnALostNode() throws XmlException {
    ClusterStatus lost =
        status(
            "in_ccm='false' crmd='offline' join='down' expected='member'",
            operation(1, "start", 0));
    assertEquals(Map.of(), lost.resources().getFirst().active());
  }

  @Test
  void aFailureIsShownWithItsReturnCode() throws XmlException {
    ClusterStatus failed = status(ONLINE, operation(1, "start", 5));
    assertEquals(Map.of("n1", Role.FAILED), failed.resources().getFirst().active());
    assertEquals(5, failed.failures().getFirst().returnCode());
    String text =
        String.join(
            "\n", new StatusText(new Terminal(System.out, System.err, false)).lines(failed));
    assertTrue(text.contains("web start on n1 returned 5"), text);
  }

  @Test
  void aProbeThatFindsNothingIsNoFailure() throws XmlException {
    assertTrue(status(ONLINE, operation(1, "monitor", 7)).failures().isEmpty());
  }

  @Test
  void programsGetWhatPeopleSee() throws XmlException {
    ClusterStatus status = status(ONLINE, operation(1, "start", 0));
    Element xml = StatusXml.of(status);
    Element resource = xml.at("resources", "resource").orElseThrow();
    assertEquals(Optional.of("Started"), resource.attribute("role"));
    assertEquals(Optional.of("Stopped"), resource.attribute("target_role"));
    assertEquals(Optional.of("n1"), resource.child("node").orElseThrow().attribute("name"));
    assertEquals(Optional.of("true"), xml.at("nodes", "node").orElseThrow().attribute("is_dc"));
    assertFalse(xml.toString().contains("\u001b"), "no colour in XML");
    Resource web = status.resources().getFirst();
    assertEquals("ocf:systole:Dummy", web.agent());
  }
}
