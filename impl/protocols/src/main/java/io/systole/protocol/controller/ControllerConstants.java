package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;

/**
 * What a controller is told once.
 *
 * @param nodes all nodes that the cluster is configured to have, with their ids
 * @param uuid names this run of the controller in transition keys
 */
public record ControllerConstants(
    NodeName self, ImmutableSortedMap<NodeName, String> nodes, String uuid) {

  /** The version of the controllers' messages that this program speaks. */
  public static final int MESSAGE_VERSION = 1;
}
