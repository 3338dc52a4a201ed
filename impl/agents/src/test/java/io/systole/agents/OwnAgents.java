package io.systole.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.time.Duration;

/** Our own agents where they lie in the source tree, run as a node would run them. */
record OwnAgents(Path folder) {

  static final Path AGENTS = Path.of("../dist/src/agents").toAbsolutePath().normalize();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  AgentSettings settings() {
    return new AgentSettings(
        AGENTS,
        ImmutableList.of(AgentSettings.OCF_ROOT),
        ImmutableList.of(AgentSettings.FENCE_FOLDER),
        ImmutableSortedMap.<String, String>naturalOrder()
            .put("HA_RSCTMP", folder.resolve("run").toString())
            .put("HA_VARRUN", folder.resolve("run").toString())
            .put("SYSTOLE_NODE", "node1")
            .put("SYSTOLE_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString())
            .put("SYSTOLE_AGENTS_CLASSES", Path.of("target/classes").toAbsolutePath().toString())
            .put("SYSTOLE_AGENT_LOG", folder.resolve("agents.log").toString())
            .build());
  }

  static AgentCall call(AgentName agent, String action, ImmutableMap<String, String> parameters) {
    return AgentCall.of(agent, "thing", action, ImmutableSortedMap.copyOf(parameters), TIMEOUT);
  }
}
