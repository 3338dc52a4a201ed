package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.agents.AgentSettings;
import java.nio.file.Path;

/** Where a node's agents are and what they are told, for the roles that run them. */
public final class NodeAgents {

  /** The run folder of a machine that is one node. */
  private static final Path ONLY_NODE = Path.of("/run/systole");

  private NodeAgents() {}

  /**
   * What agents keep of a running machine, such as the state of a resource that is nothing else. A
   * machine loses it with its power.
   */
  public static Path memory(RoleContext context) {
    return context.configuration().run().resolve("agents");
  }

  /** Where agents of any kind are on this node, and what it tells them. */
  public static AgentSettings settings(RoleContext context) {
    NodeConfiguration.Agents configured = context.configuration().agents();
    Path image = context.image().orElse(Path.of("/usr/lib/systole"));
    ImmutableSortedMap.Builder<String, String> environment = ImmutableSortedMap.naturalOrder();
    environment
        .put("SYSTOLE_NODE", context.node().value())
        .put("SYSTOLE_HOME", image.toString())
        .put("SYSTOLE_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    if (!context.configuration().run().equals(ONLY_NODE)) {
      // Several nodes share a machine: they must not take each other's resources for their own.
      environment
          .put("HA_RSCTMP", memory(context).toString())
          .put("HA_VARRUN", memory(context).toString());
    }
    return new AgentSettings(
        image.resolve("agents"),
        configured.ocf().isEmpty() ? ImmutableList.of(AgentSettings.OCF_ROOT) : configured.ocf(),
        configured.fence().isEmpty()
            ? ImmutableList.of(AgentSettings.FENCE_FOLDER)
            : configured.fence(),
        environment.buildOrThrow());
  }
}
