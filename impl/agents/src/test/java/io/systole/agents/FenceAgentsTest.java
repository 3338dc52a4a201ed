package io.systole.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FenceAgentsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String cluster = UUID.randomUUID().toString();

  @TempDir Path folder;
  private FenceAgents agents = new FenceAgents(AgentSettings.standard(Path.of("/nowhere")));

  @BeforeEach
  void setUp() {
    agents = new FenceAgents(new OwnAgents(folder).settings());
  }

  private static FenceDevice device(String agent, Map<String, String> parameters) {
    return new FenceDevice("device", agent, ImmutableSortedMap.copyOf(parameters));
  }

  private FenceDevice demo() {
    return device("fence_systole_demo", Map.of("folder", folder.toString(), "cluster", cluster));
  }

  private AgentResult ask(FenceDevice device, FenceAction action) {
    return agents.run(
        new FenceCall(
            device, action, action.hasTarget() ? Optional.of("node7") : Optional.empty(), TIMEOUT));
  }

  /** Fences with an agent that is written here. */
  private FenceAgents agentsOfTheFolder() {
    return new FenceAgents(
        new AgentSettings(
            Path.of("/nowhere"),
            ImmutableList.of(),
            ImmutableList.of(folder),
            ImmutableSortedMap.of()));
  }

  private void agent(String parameter, String script) throws IOException {
    Path program = folder.resolve("fence_test");
    Files.writeString(
        program,
        """
        #!/bin/sh
        if [ "$1" = -o ]; then
          echo '<resource-agent name="fence_test"><parameters><parameter name="%s"/></parameters>'
          echo '<actions><action name="off"/></actions></resource-agent>'
          exit 0
        fi
        """
                .replace("%s", parameter)
            + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void optionsAreGivenOnStandardInput() throws IOException {
    agent("plug", "cat\n");
    FenceDevice device =
        device(
            "fence_test",
            Map.of(
                "ip",
                "10.0.0.1",
                "password",
                "a b=c",
                "pcmk_host_map",
                "node6:1;node7:42",
                "pcmk_off_action",
                "poweroff",
                "CRM_meta_timeout",
                "1"));
    AgentResult result =
        agentsOfTheFolder()
            .run(new FenceCall(device, FenceAction.OFF, Optional.of("node7"), TIMEOUT));
    assertEquals(
        "action=poweroff\nip=10.0.0.1\nnodename=node7\npassword=a b=c\nplug=42\n",
        result.output().text());
  }

  @Test
  void theHostArgumentIsThatOfTheAgentOrOfTheAdministrator() throws IOException {
    agent("port", "cat\n");
    assertTrue(offSays(Map.of()).contains("\nport=node7\n"));
    assertTrue(offSays(Map.of("pcmk_host_argument", "vm")).contains("\nvm=node7\n"));
    assertEquals("action=off\nnodename=node7\n", offSays(Map.of("pcmk_host_argument", "none")));
    agent("neither", "cat\n");
    assertEquals("action=off\nnodename=node7\n", offSays(Map.of()));
  }

  private String offSays(Map<String, String> parameters) {
    FenceDevice device = device("fence_test", parameters);
    return agentsOfTheFolder()
        .run(new FenceCall(device, FenceAction.OFF, Optional.of("node7"), TIMEOUT))
        .output()
        .text();
  }

  @Test
  void aFailureIsTriedAgainAsOftenAsConfigured() throws IOException {
    agent("plug", "echo x >>" + folder.resolve("tries") + "; echo 'no route' >&2; exit 1\n");
    AgentResult result =
        agentsOfTheFolder()
            .run(
                new FenceCall(
                    device("fence_test", Map.of("pcmk_off_retries", "3")),
                    FenceAction.OFF,
                    Optional.of("node7"),
                    TIMEOUT));
    assertEquals(1, result.exitCode());
    assertEquals(
        "off of node7 by device (fence_test) failed with exit code 1: no route", result.reason());
    assertEquals(3, Files.readAllLines(folder.resolve("tries")).size());
  }

  @Test
  void theTimeoutOfTheDeviceCounts() throws IOException {
    agent("plug", "sleep 60\n");
    AgentResult result =
        agentsOfTheFolder()
            .run(
                new FenceCall(
                    device("fence_test", Map.of("pcmk_off_timeout", "300ms")),
                    FenceAction.OFF,
                    Optional.of("node7"),
                    TIMEOUT));
    assertEquals(OperationStatus.TIMEOUT, result.status());
    assertTrue(result.took().compareTo(Duration.ofSeconds(5)) < 0);
  }

  @Test
  void aLineBreakCannotSmuggleAnOption() throws IOException {
    agent("plug", "cat\n");
    AgentResult result =
        agentsOfTheFolder()
            .run(
                new FenceCall(
                    device("fence_test", Map.of("ip", "x\naction=metadata")),
                    FenceAction.OFF,
                    Optional.of("node7"),
                    TIMEOUT));
    assertEquals(OcfExitCode.NOT_CONFIGURED.code(), result.exitCode());
  }

  @Test
  void aMissingAgentIsNotInstalled() {
    AgentResult result = ask(device("fence_nobody_has_this", Map.of()), FenceAction.OFF);
    assertEquals(OperationStatus.NOT_INSTALLED, result.status());
    assertTrue(result.reason().contains("fence_nobody_has_this"), result.reason());
    assertEquals(
        OperationStatus.NOT_INSTALLED, ask(device("../sh", Map.of()), FenceAction.OFF).status());
  }

  @Test
  void aDemoNodeIsKilledUntilNothingIsLeft() throws Exception {
    Files.createDirectories(folder.resolve("node7/run/agents"));
    Process stays = demoProcess("node8", "sleep 60");
    Process goes =
        demoProcess(
            "node7",
            "trap '' TERM; setsid sh -c 'sleep 61 & sleep 61' & while :; do"
                + " (sleep 0.01); done");
    try {
      assertEquals(0, ask(demo(), FenceAction.STATUS).exitCode());
      AgentResult off = ask(demo(), FenceAction.OFF);
      assertTrue(off.isOk(), off.toString());
      assertTrue(goes.waitFor(1, TimeUnit.SECONDS), "the process outlived the fencing");
      assertEquals(2, ask(demo(), FenceAction.STATUS).exitCode());
      assertFalse(Files.exists(folder.resolve("node7/run")), "what a power cut takes is there");
      assertTrue(stays.isAlive(), "a process of another node was killed");
      assertTrue(Files.readString(folder.resolve("agents.log")).contains(" node7 * power-off "));
    } finally {
      stays.destroyForcibly();
      new ProcessGroups().killMarked("SYSTOLE_DEMO_CLUSTER", ImmutableSet.of(cluster));
    }
  }

  @Test
  void aDemoNodeIsRebootedWithItsOwnName() throws Exception {
    Path start = folder.resolve("node7/start");
    Files.createDirectories(start.getParent());
    Files.writeString(
        start,
        "#!/bin/sh\necho $SYSTOLE_DEMO_NODE ${SYSTOLE_NODE:-none} >"
            + folder.resolve("named")
            + "\nexec sleep 60\n");
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwx------"));
    Process goes = demoProcess("node7", "sleep 60");
    try {
      AgentResult reboot = ask(demo(), FenceAction.REBOOT);
      assertTrue(reboot.isOk(), reboot.toString());
      assertTrue(goes.waitFor(1, TimeUnit.SECONDS));
      while (ask(demo(), FenceAction.STATUS).exitCode() != 0
          || !Files.exists(folder.resolve("named"))) {
        Thread.onSpinWait();
      }
      assertEquals("node7 none\n", Files.readString(folder.resolve("named")));
    } finally {
      new ProcessGroups().killMarked("SYSTOLE_DEMO_CLUSTER", ImmutableSet.of(cluster));
    }
  }

  private Process demoProcess(String node, String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
    builder.environment().put("SYSTOLE_DEMO_NODE", node);
    builder.environment().put("SYSTOLE_DEMO_CLUSTER", cluster);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  @Test
  void theDemoAgentListsNodesAndRefusesUnknownOnes() throws IOException {
    Files.createDirectories(folder.resolve("node1"));
    Files.writeString(folder.resolve("node1/start"), "#!/bin/sh\n");
    AgentResult listed = ask(demo(), FenceAction.LIST);
    assertEquals(ImmutableSet.of("node1"), FenceAgents.listed(listed.output().text()));
    AgentResult off = ask(demo(), FenceAction.OFF);
    assertTrue(off.reason().contains("there is no node 'node7'"), off.reason());
    AgentResult nowhere =
        ask(device("fence_systole_demo", Map.of("folder", "/nowhere")), FenceAction.MONITOR);
    assertTrue(nowhere.reason().contains("name the demo's folder"), nowhere.reason());
  }

  @Test
  void theFieldsMetadataIsUnderstood() throws AgentException {
    assertEquals("fence_systole_demo", agents.metadata("fence_systole_demo").name());
    for (String agent : ImmutableList.of("fence_kdump", "fence_watchdog")) {
      assumeTrue(Files.isExecutable(AgentSettings.FENCE_FOLDER.resolve(agent)), agent);
      assertEquals(agent, agents.metadata(agent).name());
    }
  }

  @Test
  void timesAreReadAsTheFieldWritesThem() {
    Map<String, Duration> times = new TreeMap<>();
    times.put("20", Duration.ofSeconds(20));
    times.put("20s", Duration.ofSeconds(20));
    times.put("2min", Duration.ofMinutes(2));
    times.put("500ms", Duration.ofMillis(500));
    times.put("1h", Duration.ofHours(1));
    times.put("soon", TIMEOUT);
    times.forEach((text, time) ->
        assertEquals(
            time,
            device("fence_test", Map.of("pcmk_reboot_timeout", text))
                .timeout(FenceAction.REBOOT, TIMEOUT)));
  }

  @Test
  void targetsComeFromListAndMap() {
    assertEquals(
        ImmutableSet.of("a", "b", "c", "d"),
        device("fence_test", Map.of("pcmk_host_list", "a, b", "pcmk_host_map", "c:1;d:2,3"))
            .targets());
    assertEquals("2,3", device("x", Map.of("pcmk_host_map", "c:1;d:2,3")).port("d"));
  }
}
