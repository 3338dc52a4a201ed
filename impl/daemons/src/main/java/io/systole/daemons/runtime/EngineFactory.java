package io.systole.daemons.runtime;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;

/** Opens the engine that a node is configured for. */
@FunctionalInterface
public interface EngineFactory {

  /**
   * Opens a connection that the caller closes.
   *
   * @param role who opens it, for the engine's logs
   * @param build the build id of the process
   */
  ClusterEngine open(NodeConfiguration configuration, String role, String build)
      throws EngineException;
}
