package io.systole.scheduler.preferences;

import io.systole.scheduler.preferences.Preferences.Discovery;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Where resources are looked for. */
public final class DiscoveryTable {

  private final Map<Resource, Map<Node, Discovery>> modes = new LinkedHashMap<>();
  private final Set<Resource> exclusive = new LinkedHashSet<>();

  DiscoveryTable() {}

  void put(Resource resource, Node node, Discovery mode) {
    if (mode == Discovery.EXCLUSIVE) {
      exclusive.add(resource);
    }
    modes
        .computeIfAbsent(resource, r -> new LinkedHashMap<>())
        .merge(node, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  public Discovery mode(Resource resource, Node node) {
    Map<Node, Discovery> byNode = modes.get(resource);
    Discovery mode = byNode == null ? null : byNode.get(node);
    return mode == null ? Discovery.ALWAYS : mode;
  }

  /** Whether the resource is looked for only where a constraint says so. */
  public boolean isExclusive(Resource resource) {
    return exclusive.contains(resource);
  }
}
