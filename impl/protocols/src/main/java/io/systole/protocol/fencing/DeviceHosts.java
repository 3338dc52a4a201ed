package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/**
 * Which nodes a device can fence, and what it calls them.
 *
 * @param listed the nodes that the configuration names
 * @param ports what the device calls a node, where that is not its name ({@code pcmk_host_map})
 */
public record DeviceHosts(
    HostCheck check,
    ImmutableSortedSet<NodeName> listed,
    ImmutableSortedMap<NodeName, String> ports) {

  /** A device that fences these nodes by their names. */
  public static DeviceHosts of(NodeName... nodes) {
    return new DeviceHosts(
        HostCheck.STATIC_LIST, ImmutableSortedSet.copyOf(nodes), ImmutableSortedMap.of());
  }

  /** What the device calls {@code node}. */
  public String port(NodeName node) {
    return ports.getOrDefault(node, node.value());
  }

  /** Whether the agent has to be asked which nodes it can fence. */
  public boolean mustAsk() {
    return switch (check) {
      case DYNAMIC_LIST, STATUS -> true;
      case STATIC_LIST, NONE -> false;
    };
  }

  /** Whether the configuration alone says that {@code node} can be fenced. */
  public boolean include(NodeName node) {
    return switch (check) {
      case STATIC_LIST -> listed.contains(node);
      case NONE -> true;
      case DYNAMIC_LIST, STATUS -> false;
    };
  }
}
