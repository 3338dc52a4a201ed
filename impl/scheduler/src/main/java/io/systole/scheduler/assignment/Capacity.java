package io.systole.scheduler.assignment;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What nodes have and resources need (Pacemaker Explained, "Utilization"). */
final class Capacity {

  private final ClusterState cluster;
  private final boolean counts;
  private final Map<Node, Map<String, Integer>> free = new LinkedHashMap<>();
  private final Map<Resource, Map<String, Integer>> needs = new LinkedHashMap<>();

  Capacity(ClusterState cluster) {
    this.cluster = cluster;
    this.counts = !cluster.options().placementStrategy().equals("default");
    for (Node node : cluster.nodes()) {
      Map<String, Integer> has = new LinkedHashMap<>();
      node.utilization().forEach((k, v) -> has.put(k, Values.integer(java.util.Optional.of(v), 0)));
      free.put(node, has);
    }
  }

  /** Whether utilization counts at all. */
  boolean counts() {
    return counts;
  }

  Map<String, Integer> needs(Resource resource) {
    return needs.computeIfAbsent(resource, this::read);
  }

  private Map<String, Integer> read(Resource resource) {
    Map<String, String> text = new LinkedHashMap<>();
    cluster.sets().read(resource.loaded().xml(), "utilization", RuleInput.at(cluster.now()), text);
    Map<String, Integer> read = new LinkedHashMap<>();
    text.forEach((k, v) -> read.put(k, Values.integer(java.util.Optional.of(v), 0)));
    return read;
  }

  /** What a node has left. */
  ImmutableMap<String, Integer> left(Node node) {
    return ImmutableMap.copyOf(free(node));
  }

  private Map<String, Integer> free(Node node) {
    return free.computeIfAbsent(node, n -> new LinkedHashMap<>());
  }

  boolean suffices(Node node, Map<String, Integer> need) {
    Map<String, Integer> has = free(node);
    for (Map.Entry<String, Integer> entry : need.entrySet()) {
      if (entry.getValue() > has.getOrDefault(entry.getKey(), 0)) {
        return false;
      }
    }
    return true;
  }

  void consume(Node node, Resource resource) {
    if (counts) {
      needs(resource).forEach((k, v) -> free(node).computeIfPresent(k, (n, has) -> has - v));
    }
  }

  void release(Node node, Resource resource) {
    if (counts) {
      needs(resource).forEach((k, v) -> free(node).computeIfPresent(k, (n, has) -> has + v));
    }
  }

  /** Negative if {@code a} has more left than {@code b} in more respects. */
  int compare(Node a, Node b) {
    int order = 0;
    Map<String, Integer> left = free(a);
    Map<String, Integer> right = free(b);
    for (Map.Entry<String, Integer> entry : left.entrySet()) {
      order += Integer.compare(right.getOrDefault(entry.getKey(), 0), entry.getValue());
    }
    for (Map.Entry<String, Integer> entry : right.entrySet()) {
      if (!left.containsKey(entry.getKey())) {
        order += Integer.compare(entry.getValue(), 0);
      }
    }
    return order;
  }
}
