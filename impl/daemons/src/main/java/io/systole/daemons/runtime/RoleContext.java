package io.systole.daemons.runtime;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.kernel.NodeName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Logger;

/** What a role finds around it. Safe to use from any thread. */
public interface RoleContext {

  /** The role's name. */
  String role();

  NodeConfiguration configuration();

  EventLoop loop();

  Logger log();

  /** Names the program that runs: two builds that differ in anything have different ids. */
  String build();

  /** Differs between any two runs of this role on this node, and grows. */
  long incarnation();

  /** The folder of the image that runs, with {@code agents} in it; none in a test's JVM. */
  Optional<Path> image();

  /**
   * A new connection to the engine; whoever asked closes it. May block for as long as the engine
   * takes to answer.
   */
  ClusterEngine openEngine() throws EngineException;

  /** Ends the process (in compact mode, the node) because of a cause that no role can survive. */
  void fatal(Throwable cause);

  default NodeName node() {
    return configuration().node();
  }

  /** Where the role that is called {@code role} listens on this node. */
  default Path socket(String role) {
    return configuration().socket(role);
  }
}
