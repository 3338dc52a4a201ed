package io.systole.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the resource agents that ship with Systole, and those of the field where installed. */
@Timeout(60)
final class OwnAgentsTest {

  private static final AgentName DUMMY = AgentName.ocf("systole", "Dummy");
  private static final AgentName STATEFUL = AgentName.ocf("systole", "Stateful");
  private static final AgentName HTTP = AgentName.ocf("systole", "HttpService");

  @TempDir Path folder;
  private AgentRunner runner = new AgentRunner(AgentSettings.standard(Path.of("/nowhere")));

  @BeforeEach
  void setUp() throws IOException {
    // As /run/resource-agents, which the field's agents expect to be there.
    Files.createDirectories(folder.resolve("run"));
    runner = new AgentRunner(new OwnAgents(folder).settings());
  }

  private int run(AgentName agent, String action, ImmutableMap<String, String> parameters) {
    AgentResult result = runner.run(OwnAgents.call(agent, action, parameters));
    assertEquals(OperationStatus.DONE, result.status(), result.toString());
    return result.exitCode();
  }

  private int run(AgentName agent, String action) {
    return run(agent, action, ImmutableMap.of());
  }

  private ImmutableList<String> noted() throws IOException {
    return Files.readAllLines(folder.resolve("agents.log")).stream()
        .map(line -> line.replaceFirst("^\\d{13} (\\S+ \\S+ \\S+) \\d+\\.\\d+$", "$1"))
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void dummyStartsAndStops() throws IOException {
    assertEquals(7, run(DUMMY, "monitor"));
    assertEquals(0, run(DUMMY, "start"));
    assertEquals(0, run(DUMMY, "start"));
    assertEquals(0, run(DUMMY, "monitor"));
    assertEquals(0, run(DUMMY, "stop"));
    assertEquals(0, run(DUMMY, "stop"));
    assertEquals(7, run(DUMMY, "monitor"));
    assertEquals(3, run(DUMMY, "dance"));
    assertEquals(6, run(DUMMY, "validate-all", ImmutableMap.of("op_sleep", "long")));
    assertEquals(
        ImmutableList.of("node1 thing start", "node1 thing started"), noted().subList(0, 2));
    assertEquals("node1 thing stop", noted().getLast());
  }

  @Test
  void statefulHasRoles() {
    assertEquals(7, run(STATEFUL, "promote"));
    assertEquals(0, run(STATEFUL, "start"));
    assertEquals(0, run(STATEFUL, "monitor"));
    assertEquals(0, run(STATEFUL, "promote"));
    assertEquals(8, run(STATEFUL, "monitor"));
    assertEquals(1, run(STATEFUL, "start"));
    assertEquals(0, run(STATEFUL, "demote"));
    assertEquals(0, run(STATEFUL, "monitor"));
    assertEquals(0, run(STATEFUL, "stop"));
    assertEquals(7, run(STATEFUL, "monitor"));
  }

  @Test
  void httpServiceServesWhileItRuns() throws Exception {
    ImmutableMap<String, String> at = ImmutableMap.of("port", Integer.toString(freePort()));
    assertEquals(7, run(HTTP, "monitor", at));
    assertEquals(0, run(HTTP, "start", at));
    try {
      assertEquals(0, run(HTTP, "monitor", at));
      assertEquals("resource=thing node=node1\n", ask(at));
      kill();
      assertEquals(7, run(HTTP, "monitor", at));
      assertEquals(0, run(HTTP, "start", at));
      assertEquals("resource=thing node=node1\n", ask(at));
    } finally {
      assertEquals(0, run(HTTP, "stop", at));
    }
    assertEquals(7, run(HTTP, "monitor", at));
  }

  private static String ask(ImmutableMap<String, String> at) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + at.get("port") + "/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private void kill() throws Exception {
    Path file = folder.resolve("run/systole-HttpService-thing.pid");
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    server.destroyForcibly();
    // It answers no more once its sockets are gone, which is before it is reaped.
    while (Files.exists(Path.of("/proc/" + server.pid()))
        && !Files.readString(Path.of("/proc/" + server.pid() + "/stat")).contains(" Z ")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void httpServiceSaysWhyItCannotStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AgentResult result =
          runner.run(
              OwnAgents.call(
                  HTTP, "start", ImmutableMap.of("port", Integer.toString(taken.getLocalPort()))));
      assertEquals(1, result.exitCode());
      assertTrue(result.reason().contains("cannot listen at"), result.reason());
    }
    assertEquals(6, run(HTTP, "start", ImmutableMap.of("port", "eighty")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void ourMetadataIsUnderstood() throws AgentException {
    for (AgentName agent : ImmutableList.of(DUMMY, STATEFUL, HTTP)) {
      AgentMetadata metadata = runner.metadata(agent);
      assertEquals(agent.type(), metadata.name());
      assertEquals("1.1", metadata.ocfVersion());
      assertTrue(metadata.hasParameter("agent_log"));
      for (String action : ImmutableList.of("start", "stop", "monitor", "validate-all")) {
        assertTrue(metadata.hasAction(action), agent + " " + action);
      }
    }
    assertEquals(
        "Promoted",
        runner.metadata(STATEFUL).actions().stream()
            .filter(a -> a.interval().equals("10s"))
            .findFirst()
            .orElseThrow()
            .role());
  }

  @Test
  void theFieldsDummyRunsUnchanged() throws AgentException {
    assumeTrue(Files.exists(AgentSettings.OCF_ROOT.resolve("resource.d/heartbeat/Dummy")));
    AgentName dummy = AgentName.ocf("heartbeat", "Dummy");
    assertEquals("Dummy", runner.metadata(dummy).name());
    assertEquals(7, run(dummy, "monitor"));
    assertEquals(0, run(dummy, "start"));
    assertEquals(0, run(dummy, "monitor"));
    assertTrue(Files.exists(folder.resolve("run/Dummy-thing.state")), "it keeps to our folder");
    assertEquals(0, run(dummy, "stop"));
    assertEquals(7, run(dummy, "monitor"));
  }

  @Test
  void pacemakersDummyRunsUnchanged() throws AgentException {
    assumeTrue(Files.exists(AgentSettings.OCF_ROOT.resolve("resource.d/pacemaker/Dummy")));
    AgentName dummy = AgentName.ocf("pacemaker", "Dummy");
    assertTrue(runner.metadata(dummy).hasParameter("op_sleep"));
    assertEquals(7, run(dummy, "monitor"));
    assertEquals(0, run(dummy, "start"));
    assertEquals(0, run(dummy, "monitor"));
    assertEquals(0, run(dummy, "stop"));
  }

  @Test
  void metadataOfAllInstalledAgentsThatTellItIsUnderstood() throws IOException {
    Path provider = AgentSettings.OCF_ROOT.resolve("resource.d/heartbeat");
    assumeTrue(Files.isDirectory(provider));
    ImmutableList<String> some =
        ImmutableList.of("IPaddr2", "Filesystem", "apache", "mysql", "pgsql", "VirtualDomain");
    for (String type : some) {
      if (Files.isExecutable(provider.resolve(type))) {
        AgentMetadata metadata = metadata(AgentName.ocf("heartbeat", type));
        assertTrue(
            metadata
                .name()
                .toLowerCase(Locale.ROOT)
                .startsWith(type.substring(0, 2).toLowerCase(Locale.ROOT)),
            metadata.name());
        assertTrue(metadata.hasAction("monitor"), type);
      }
    }
  }

  private AgentMetadata metadata(AgentName agent) {
    try {
      return runner.metadata(agent);
    } catch (AgentException e) {
      throw new AssertionError(e);
    }
  }
}
