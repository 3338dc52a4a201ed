package io.systole.daemons.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigurationTest {

  private static final String WHOLE =
      """
      <systole cluster="demo" node="node1" state="/var/lib/systole" run="run" log="log"
          group="haclient" trace="trace">
        <engine type="jgroups" expected-votes="3" two-node="false" key-file="cluster.key">
          <member node="node1" id="1" address="127.0.0.1" port="7801"/>
          <member node="node2" id="2" address="127.0.0.1" port="7802"/>
        </engine>
        <agents ocf="/usr/lib/ocf" fence="/usr/sbin"/>
        <agents ocf="/opt/ocf"/>
        <supervision ping-interval="250ms" shutdown-escalation="5min" restarts-per-minute="7"/>
      </systole>
      """;

  private static final String ENGINE =
      "<engine type='jgroups'>"
          + "<member node='node1' id='1' address='127.0.0.1' port='7801'/></engine>";

  @TempDir private Path folder;

  @Test
  void allIsRead() throws Exception {
    NodeConfiguration read = read(WHOLE);
    assertEquals("demo", read.cluster());
    assertEquals(new NodeName("node1"), read.node());
    assertEquals(Path.of("/var/lib/systole"), read.state());
    assertEquals(folder.resolve("run"), read.run());
    assertEquals(folder.resolve("run/cib.sock"), read.socket("cib"));
    assertEquals(Optional.of("haclient"), read.group());
    assertEquals(Optional.of(folder.resolve("trace")), read.trace());
    assertEquals(3, read.engine().expectedVotes());
    assertEquals(Optional.of(folder.resolve("cluster.key")), read.engine().keyFile());
    assertEquals(2, read.engine().members().size());
    assertEquals(7801, read.member().orElseThrow().port());
    assertEquals(
        ImmutableList.of(Path.of("/usr/lib/ocf"), Path.of("/opt/ocf")), read.agents().ocf());
    assertEquals(ImmutableList.of(Path.of("/usr/sbin")), read.agents().fence());
    assertEquals(Duration.ofMillis(250), read.supervision().pingInterval());
    assertEquals(Duration.ofSeconds(30), read.supervision().pingTimeout());
    assertEquals(Duration.ofMinutes(5), read.supervision().shutdownEscalation());
    assertEquals(7, read.supervision().restartsPerMinute());
  }

  @Test
  void whoMayComeFromElsewhereIsRead() throws Exception {
    String whole = "<systole cluster='c' node='node1'>" + ENGINE + "%s</systole>";
    assertEquals(Optional.empty(), read(whole.formatted("")).remote());
    NodeConfiguration.Remote remote =
        read(whole.formatted("<remote accounts='a' certificate='c' key='k' ca='d/ca'/>"))
            .remote()
            .orElseThrow();
    assertEquals("127.0.0.1", remote.address());
    assertEquals(folder.resolve("a"), remote.accounts());
    assertFalse(remote.anonymous());
    assertEquals(folder.resolve("d/ca"), remote.certificates().orElseThrow().authority());
    for (String bad :
        new String[] {
          "<remote/>",
          "<remote accounts='a' certificate='c'/>",
          "<remote accounts='a' anonymous='true' certificate='c' key='k' ca='ca'/>"
        }) {
      assertThrows(ConfigurationException.class, () -> read(whole.formatted(bad)), bad);
    }
  }

  @Test
  void littleIsNeeded() throws Exception {
    NodeConfiguration read = read("<systole cluster='c' node='node1'>" + ENGINE + "</systole>");
    assertEquals(Path.of("/run/systole"), read.run());
    assertEquals(1, read.engine().expectedVotes());
    assertEquals(NodeConfiguration.Supervision.DEFAULT, read.supervision());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "cluster=\"demo\"|color=\"red\"|1|no attribute color; allowed are cluster, node",
        "cluster=\"demo\"|cluster=\"\"|1|needs the attribute cluster",
        "node=\"node1\" state|node=\"node9\" state|1|'node9', is none of the engine's members",
        "node=\"node1\" state|node=\"a b\" state|1|no white space",
        "type=\"jgroups\"|type=\"smoke\"|2|no engine 'smoke'; there are jgroups and corosync",
        "expected-votes=\"3\"|expected-votes=\"three\"|2|a number from 0 upwards",
        "expected-votes=\"3\"|expected-votes=\"0\"|2|at least 1",
        "two-node=\"false\"|two-node=\"maybe\"|2|allowed are true and false",
        "port=\"7802\"|port=\"99999\"|4|allowed are 1 to 65535",
        "port=\"7802\"|port=\"7801\"|4|127.0.0.1:7801 already",
        "id=\"2\"|id=\"1\"|4|id 1 already",
        "node=\"node2\"|node=\"node1\"|4|node node1 already",
        "<agents ocf=\"/opt/ocf\"/>|<agent/>|7|allowed are engine, agents, supervision",
        "ping-interval=\"250ms\"|ping-interval=\"soon\"|8|with a unit (ms, s, min, h), as in 30s",
        "ping-interval=\"250ms\"|ping-interval=\"0s\"|8|a number above 0"
      })
  void whatIsWrongIsNamedWithItsPlace(String good, String bad, int line, String words) {
    String text = WHOLE.replaceFirst(" *\n *group", " group");
    assertTrue(text.contains(good), good);
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> read(text.replace(good, bad)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(words), message);
    assertTrue(message.contains("systole.xml:" + line + ":"), message);
  }

  @Test
  void aFileThatIsNotThereOrNotWellFormedIsNamed() {
    Path nowhere = folder.resolve("nowhere.xml");
    assertRefused("no such file", () -> NodeConfiguration.read(nowhere));
    assertRefused("not well-formed", () -> read("<systole"));
    assertRefused("expected is <systole>", () -> read("<pacemaker/>"));
    assertRefused("one <engine> is needed", () -> read("<systole cluster='c' node='n'/>"));
  }

  private static void assertRefused(String words, Executable read) {
    String message = String.valueOf(assertThrows(ConfigurationException.class, read).getMessage());
    assertTrue(message.contains(words), message);
  }

  private NodeConfiguration read(String text) throws Exception {
    Path file = folder.resolve("systole.xml");
    Files.writeString(file, text);
    return NodeConfiguration.read(file);
  }
}
