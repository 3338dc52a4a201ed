package io.systole.scheduler.preferences;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/** What runs on one node likes to stay there. */
final class StickinessRule {

  private final PreferenceBuilder builder;

  StickinessRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    for (Resource resource : builder.cluster.resources()) {
      Node node = resource.status().onlyRunning();
      boolean sticks =
          resource.isPrimitive()
              && resource.status().managed()
              && resource.stickiness() != 0
              && node != null;
      if (!sticks || node == null) {
        continue;
      }
      boolean allowed = builder.scores.get(resource.index()).has(node.index());
      if (builder.cluster.options().symmetric() || allowed) {
        builder.add(resource, node, resource.stickiness(), "", "stickiness");
      }
    }
  }
}
