package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/** A resource that failed too often on a node is banned from it. */
final class ThresholdRule {

  private final PreferenceBuilder builder;

  ThresholdRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    ClusterState cluster = builder.cluster;
    for (Node node : cluster.nodes()) {
      if (!cluster.failCounts().anyOn(node)) {
        continue;
      }
      for (Resource resource : cluster.resources()) {
        if (resource.isPrimitive() && !cluster.clearsFailCount(resource, node)) {
          apply(resource, node);
        }
      }
    }
  }

  private void apply(Resource resource, Node node) {
    int threshold = resource.migrationThreshold();
    if (threshold == 0 || resource.status().ignoresFailure()) {
      return;
    }
    int count = count(resource, node);
    if (count > 0 && count >= threshold) {
      Resource banned = resource.anonymousInstance() ? resource.top() : resource;
      builder.add(
          banned,
          node,
          -Score.INFINITY,
          "",
          resource.id()
              + " failed "
              + Score.text(count)
              + " times there, the limit is "
              + Score.text(threshold));
    }
  }

  /** What fails in a container is a failure of the container. */
  private int count(Resource resource, Node node) {
    int count = builder.cluster.failCounts().effective(resource, node);
    for (Resource inside : resource.contents()) {
      count = Score.add(count, builder.cluster.failCounts().effective(inside, node));
    }
    return count;
  }
}
