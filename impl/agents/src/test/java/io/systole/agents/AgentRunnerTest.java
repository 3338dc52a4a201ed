package io.systole.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs agents that are written here, each for one thing that an agent may do. */
@Timeout(60)
final class AgentRunnerTest {

  private static final AgentName AGENT = AgentName.ocf("test", "Agent");

  @TempDir Path folder;
  private AgentRunner runner = new AgentRunner(AgentSettings.standard(Path.of("/nowhere")));

  @BeforeEach
  void setUp() {
    runner =
        new AgentRunner(
            new AgentSettings(
                folder.resolve("own"),
                ImmutableList.of(folder.resolve("root")),
                ImmutableList.of(),
                ImmutableSortedMap.of("SYSTOLE_NODE", "node1")));
  }

  private void agent(String script) throws IOException {
    Path program = folder.resolve("root/resource.d/test/Agent");
    Files.createDirectories(program.getParent());
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private AgentResult run(String action, Map<String, String> parameters) {
    return runner.run(OwnAgents.call(AGENT, action, ImmutableMap.copyOf(parameters)));
  }

  @Test
  void theEnvironmentIsAsTheStandardSays() throws IOException {
    agent("#!/bin/sh\nenv | sort\necho \"argument $1 of $#\"\n");
    AgentResult result =
        run(
            "monitor",
            Map.of(
                "ip",
                "10.0.0.1",
                "CRM_meta_interval",
                "10000",
                "OCF_CHECK_LEVEL",
                "10",
                "with-dash",
                "kept"));
    ImmutableList<String> lines = ImmutableList.copyOf(result.output().text().split("\n", -1));
    for (String line :
        ImmutableList.of(
            "OCF_ROOT=" + folder.resolve("root"),
            "OCF_RA_VERSION_MAJOR=1",
            "OCF_RA_VERSION_MINOR=1",
            "OCF_RESOURCE_INSTANCE=thing",
            "OCF_RESOURCE_TYPE=Agent",
            "OCF_RESOURCE_PROVIDER=test",
            "OCF_RESKEY_ip=10.0.0.1",
            "OCF_RESKEY_CRM_meta_interval=10000",
            "OCF_CHECK_LEVEL=10",
            "SYSTOLE_NODE=node1",
            "LC_ALL=C",
            "argument monitor of 1")) {
      assertTrue(lines.contains(line), line + " is missing in " + lines);
    }
  }

  @Test
  void eachExitCodeIsPassedOn() throws IOException {
    agent("#!/bin/sh\nexit \"$OCF_RESKEY_code\"\n");
    for (OcfExitCode code : OcfExitCode.values()) {
      AgentResult result = run("monitor", Map.of("code", Integer.toString(code.code())));
      assertEquals(OperationStatus.DONE, result.status());
      assertEquals(code.code(), result.exitCode());
    }
    assertEquals(77, run("monitor", Map.of("code", "77")).exitCode());
  }

  @Test
  void theLastExitReasonIsKept() throws IOException {
    agent(
        """
        #!/bin/sh
        echo ocf-exit-reason:first >&2
        echo noise >&2
        echo 'ocf-exit-reason:no disk at /x' >&2
        exit 1
        """);
    AgentResult result = run("start", Map.of());
    assertEquals("no disk at /x", result.reason());
    assertEquals("", result.output().text());
  }

  @Test
  void aTimeoutIsToldWithItsOutput() throws IOException {
    agent("#!/bin/sh\necho working; sleep 60\n");
    AgentResult result =
        runner.run(
            AgentCall.of(AGENT, "thing", "start", ImmutableSortedMap.of(), Duration.ofMillis(300)));
    assertEquals(OperationStatus.TIMEOUT, result.status());
    assertEquals(1, result.exitCode());
    assertEquals("working\n", result.output().text());
    assertTrue(result.reason().startsWith("start of thing (ocf:test:Agent) did not end"));
  }

  @Test
  void anAgentThatIsKilledByOthersIsAnError() throws IOException {
    agent("#!/bin/sh\nkill -SEGV $$\n");
    AgentResult result = run("start", Map.of());
    assertEquals(OperationStatus.ERROR, result.status());
    assertEquals("start of thing (ocf:test:Agent) was ended by signal 11", result.reason());
  }

  @Test
  void aMissingAgentIsNotInstalled() {
    AgentResult result = run("start", Map.of());
    assertEquals(OperationStatus.NOT_INSTALLED, result.status());
    assertEquals(OcfExitCode.NOT_INSTALLED.code(), result.exitCode());
    assertTrue(result.reason().contains("agent ocf:test:Agent of resource thing is not in"));
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsNotInstalled() throws IOException {
    agent("#!/bin/sh\nexit 0\n");
    for (AgentName bad :
        ImmutableList.of(
            AgentName.ocf("test/../test", "Agent"),
            AgentName.ocf("..", "resource.d"),
            AgentName.ocf("test", "../test/Agent"),
            AgentName.ocf("test", ""))) {
      AgentResult result = runner.run(OwnAgents.call(bad, "start", ImmutableMap.of()));
      assertEquals(OperationStatus.NOT_INSTALLED, result.status(), bad.toString());
    }
  }

  @Test
  void anAgentThatMayNotBeRunSaysSo() throws IOException {
    agent("#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(
        folder.resolve("root/resource.d/test/Agent"), PosixFilePermissions.fromString("rw-r--r--"));
    AgentResult result = run("start", Map.of());
    assertEquals(OcfExitCode.INSUFFICIENT_PRIVILEGES.code(), result.exitCode());
    assertTrue(result.reason().contains("give it mode 755"));
  }

  @Test
  void anInterpreterThatIsMissingSaysSo() throws IOException {
    agent("#!/no/such/interpreter\n");
    AgentResult result = run("start", Map.of());
    assertEquals(OperationStatus.NOT_INSTALLED, result.status());
    assertTrue(result.reason().contains("interpreter"), result.reason());
  }

  @Test
  void classesThatAreNotSupportedSaySo() {
    for (String standard : ImmutableList.of("systemd", "lsb", "service", "upstart")) {
      AgentResult result =
          runner.run(OwnAgents.call(new AgentName(standard, "", "x"), "start", ImmutableMap.of()));
      assertEquals(OperationStatus.NOT_INSTALLED, result.status());
      assertTrue(result.reason().contains(standard), result.reason());
    }
  }

  @Test
  void aParameterThatNoEnvironmentCanHoldIsRefused() throws IOException {
    agent("#!/bin/sh\nexit 0\n");
    AgentResult result = run("start", Map.of("a=b", "c"));
    assertEquals(OcfExitCode.NOT_CONFIGURED.code(), result.exitCode());
  }

  @Test
  void metadataThatIsNoneIsAnError() throws IOException {
    agent("#!/bin/sh\necho '<oops/>'\n");
    AgentException e = assertThrows(AgentException.class, () -> runner.metadata(AGENT));
    assertTrue(String.valueOf(e.getMessage()).contains("ocf:test:Agent"), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).isBlank());
  }
}
