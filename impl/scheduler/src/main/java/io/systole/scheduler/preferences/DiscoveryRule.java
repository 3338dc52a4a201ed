package io.systole.scheduler.preferences;

import io.systole.scheduler.preferences.Preferences.Discovery;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/**
 * What is looked for only where a constraint says so runs nowhere else (Pacemaker Explained, {@code
 * resource-discovery}).
 */
final class DiscoveryRule {

  private final PreferenceBuilder builder;

  DiscoveryRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    for (Resource resource : builder.cluster.resources()) {
      if (builder.discovery.isExclusive(resource)
          || builder.discovery.isExclusive(resource.top())) {
        keepToListed(resource);
      }
    }
  }

  private void keepToListed(Resource resource) {
    Scores scores = builder.scores.get(resource.index());
    for (Node node : builder.cluster.nodes()) {
      boolean listed = builder.discovery.mode(resource, node) == Discovery.EXCLUSIVE;
      if (!listed && scores.has(node.index())) {
        scores.add(node.index(), -Score.INFINITY);
        builder.contributions.add(
            new Contribution(
                resource, node, -Score.INFINITY, "", "it is looked for on other nodes only"));
      }
    }
  }
}
