package io.systole.daemons.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.systole.daemons.remote.RemoteAccounts;
import io.systole.daemons.runtime.NodeConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The field's own tools, as Debian has them in pacemaker-cli-utils, read and change our CIB by the
 * field's remote protocol.
 */
@Timeout(120)
final class FieldToolsTest {

  private static final String CONFIGURATION =
      """
      <change><replace section='configuration'><configuration>
        <crm_config/>
        <nodes><node id='1' uname='n1'/></nodes>
        <resources><primitive id='p' class='ocf' provider='pacemaker' type='Dummy'/></resources>
        <constraints/>
      </configuration></replace></change>
      """;

  @TempDir private Path folder;
  private CibNode node;
  private int port;

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    assumeTrue(isThere("cibadmin"), "SKIPPED: pacemaker-cli-utils is not installed");
    Path accounts = folder.resolve("accounts");
    Files.writeString(accounts, RemoteAccounts.line("hacluster", "secret") + "\n");
    node =
        CibNode.start(
            "n1",
            new LocalGroup(1),
            folder,
            new NodeConfiguration.Remote("127.0.0.1", accounts, true, Optional.empty()));
    while (node.ask("<state/>").attribute("replicas").isEmpty()) {
      Thread.onSpinWait();
    }
    node.synchronise(1);
    node.ask(CONFIGURATION);
    port = freePort();
    listen("remote-clear-port", port);
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void cibadminReads() throws Exception {
    Ended whole = run("cibadmin", "-Q");
    assertEquals(0, whole.status(), whole.err());
    assertTrue(whole.out().contains("<primitive id=\"p\""), whole.out());
    Ended nodes = run("cibadmin", "-Q", "-o", "nodes");
    assertEquals("<nodes>\n  <node id=\"1\" uname=\"n1\"/>\n</nodes>\n", nodes.out());
    assertEquals("<nodes/>\n", run("cibadmin", "-Q", "-o", "nodes", "-n").out());
    assertEquals(
        "<node id=\"1\" uname=\"n1\"/>\n", run("cibadmin", "-Q", "--xpath", "//node").out());
    assertEquals(
        "/cib/configuration/nodes/node[@id='1']\n",
        run("cibadmin", "-Q", "--xpath", "//node", "-e").out());
    Ended nothing = run("cibadmin", "-Q", "--xpath", "//nvpair");
    assertEquals(105, nothing.status());
    assertTrue(nothing.err().contains("No such device or address"), nothing.err());
  }

  @Test
  void cibadminWrites() throws Exception {
    done("cibadmin", "-C", "-o", "nodes", "-X", "<node id='2' uname='n2'/>");
    Ended again = run("cibadmin", "-C", "-o", "nodes", "-X", "<node id='2' uname='n2'/>");
    assertEquals(108, again.status(), again.err());
    done("cibadmin", "-M", "-o", "nodes", "-X", "<node id='2' uname='n2' type='member'/>");
    assertEquals(
        "member",
        node.ask("<query xpath=\"//node[@id='2']\"/>")
            .at("match", "node")
            .orElseThrow()
            .attribute("type", ""));
    assertEquals(
        105, run("cibadmin", "-M", "-o", "nodes", "-X", "<node id='3' uname='n3'/>").status());
    done("cibadmin", "-M", "-c", "-o", "nodes", "-X", "<node id='3' uname='n3'/>");
    done("cibadmin", "-D", "-o", "nodes", "-X", "<node id='3'/>");
    done("cibadmin", "-D", "--xpath", "//node[@id='2']");
    done(
        "cibadmin",
        "-R",
        "-o",
        "nodes",
        "-X",
        "<nodes><node id='1' uname='n1' type='member'/></nodes>");
    done("cibadmin", "-B");
    assertEquals(1, node.ask("<query section='nodes'/>").children().size());
  }

  @Test
  void cibadminUpgrades() throws Exception {
    node.ask(
        "<change><modify section=''><cib validate-with='pacemaker-3.5'/></modify><create"
            + " section='crm_config'><cluster_property_set id='o'><nvpair id='o1'"
            + " name='crmd-transition-delay' value='2s'/></cluster_property_set></create></change>");
    done("cibadmin", "--upgrade", "--force");
    assertEquals("pacemaker-4.0", node.ask("<query/>").attribute("validate-with", ""));
    assertTrue(node.ask("<query section='crm_config'/>").toString().contains("transition-delay"));
    done("cibadmin", "--upgrade", "--force");
  }

  @Test
  void otherToolsReadAndWrite() throws Exception {
    Ended monitor = run("crm_mon", "-1", "-r");
    assertTrue(monitor.out().contains("ocf:pacemaker:Dummy"), monitor::toString);
    Ended resources = run("crm_resource", "-L");
    assertTrue(resources.out().contains("ocf:pacemaker:Dummy"), resources::toString);
    done("crm_attribute", "-n", "no-quorum-policy", "-v", "freeze");
    Ended value = run("crm_attribute", "-n", "no-quorum-policy", "-G", "-q");
    assertEquals("freeze\n", value.out(), value.err());
    done("crm_attribute", "-n", "no-quorum-policy", "-D");
    done("crm_attribute", "-N", "n1", "-n", "rack", "-v", "7");
    assertEquals("7\n", run("crm_attribute", "-N", "n1", "-n", "rack", "-G", "-q").out());
    done("crm_resource", "-r", "p", "--move", "-N", "n1");
    assertEquals(1, node.ask("<query section='constraints'/>").children().size());
    done("crm_resource", "-r", "p", "--clear");
    assertEquals(0, node.ask("<query section='constraints'/>").children().size());
    done("crm_resource", "-r", "p", "--meta", "-p", "target-role", "-v", "Stopped");
    assertEquals("Stopped\n", run("crm_resource", "-r", "p", "--meta", "-g", "target-role").out());
  }

  /**
   * Its own timer is set to an hour, so what it shows it was told. Nobody sees when it has
   * subscribed, which it does after it has shown the first page: so changes are made until one
   * shows.
   */
  @Test
  void crmMonFollows() throws Exception {
    Path page = folder.resolve("page.html");
    Process monitor =
        started(Map.of(), "crm_mon", "--output-as=html", "--output-to=" + page, "-r", "-i", "3600");
    try {
      while (!shown(page, monitor).contains("(ocf:pacemaker:Dummy)")) {
        LockSupport.parkNanos(20_000_000);
      }
      for (int made = 1; !shown(page, monitor).contains("more"); made++) {
        node.ask(
            "<change><create section='resources'><primitive id='more"
                + made
                + "' class='ocf' provider='pacemaker' type='Dummy'/></create></change>");
        LockSupport.parkNanos(500_000_000);
      }
    } finally {
      monitor.destroy();
      assertTrue(monitor.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private static String shown(Path page, Process writer) throws IOException {
    assertTrue(writer.isAlive() && !Thread.interrupted(), "it has not shown it in time");
    return Files.exists(page) ? Files.readString(page).replaceAll("<[^>]*>", "") : "";
  }

  @Test
  void whoHasNoAccountIsNotLetIn() throws Exception {
    assertTrue(run(Map.of("CIB_passwd", "wrong"), "cibadmin", "-Q").status() != 0);
    assertTrue(run(Map.of("CIB_user", "root"), "cibadmin", "-Q").status() != 0);
    assertEquals(0, run("cibadmin", "-Q").status());
  }

  @Test
  void toolsSpeakTlsToo() throws Exception {
    int tls = freePort();
    listen("remote-tls-port", tls);
    Map<String, String> encrypted =
        Map.of("CIB_encrypted", "true", "CIB_port", Integer.toString(tls));
    Ended nodes = run(encrypted, "cibadmin", "-Q", "-o", "nodes");
    assertEquals("<nodes>\n  <node id=\"1\" uname=\"n1\"/>\n</nodes>\n", nodes.out(), nodes.err());
    assertEquals(0, run(encrypted, "crm_attribute", "-n", "z", "-v", "1").status());
    Ended clear = run(Map.of("CIB_port", Integer.toString(tls)), "cibadmin", "-Q");
    assertTrue(clear.status() != 0, clear::toString);
  }

  @Test
  void aPortThatIsTakenBackIsClosed() throws Exception {
    assertEquals(0, run("cibadmin", "-Q").status());
    listen("remote-clear-port", 0);
    Ended ended = run("cibadmin", "-Q");
    assertEquals(102, ended.status(), ended::toString);
  }

  private void listen(String attribute, int at) throws Exception {
    String cib = "<cib " + attribute + "='" + at + "'/>";
    node.ask("<change><modify section='' create='true'>" + cib + "</modify></change>");
  }

  private void done(String... command) throws Exception {
    Ended ended = run(command);
    assertEquals(0, ended.status(), () -> String.join(" ", command) + ": " + ended);
  }

  private Ended run(String... command) throws Exception {
    return run(Map.of(), command);
  }

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    Process process = started(environment, command);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), out, Files.readString(folder.resolve("err")));
  }

  private Process started(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "CIB_server", "127.0.0.1",
                "CIB_port", Integer.toString(port),
                "CIB_user", "hacluster",
                "CIB_passwd", "secret",
                "CIB_encrypted", "false"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
