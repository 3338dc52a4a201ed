package io.systole.scheduler.preferences;

import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Options;
import io.systole.scheduler.state.Resource;
import java.util.Locale;
import java.util.Map;

/** Nodes whose health attributes are bad are less liked (Pacemaker Explained, "Node health"). */
final class HealthRule {

  private final PreferenceBuilder builder;
  private final Options options;
  private final Options.Health strategy;

  HealthRule(PreferenceBuilder builder) {
    this.builder = builder;
    this.options = builder.cluster.options();
    this.strategy = options.health();
  }

  void apply() {
    if (strategy == Options.Health.NONE) {
      return;
    }
    for (Node node : builder.cluster.nodes()) {
      int health = health(node);
      if (health == 0) {
        continue;
      }
      for (Resource resource : builder.cluster.topLevel()) {
        applyTo(resource, node, health);
      }
    }
  }

  private void applyTo(Resource resource, Node node, int health) {
    boolean indifferent = resource.metaIs(ResourceOption.ALLOW_UNHEALTHY_NODES);
    if (!indifferent || health > 0) {
      builder.add(resource, node, health, "", "the node's health counts " + Score.text(health));
    }
  }

  private int health(Node node) {
    int sum = 0;
    if (strategy == Options.Health.PROGRESSIVE || strategy == Options.Health.CUSTOM) {
      sum = option(ClusterOption.NODE_HEALTH_BASE);
    }
    for (Map.Entry<String, String> attribute : node.attributes().entrySet()) {
      if (attribute.getKey().startsWith("#health")) {
        sum = Score.add(sum, value(attribute.getValue()));
      }
    }
    return sum;
  }

  private int value(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "red" ->
          strategy == Options.Health.MIGRATE_ON_RED || strategy == Options.Health.ONLY_GREEN
              ? -Score.INFINITY
              : option(ClusterOption.NODE_HEALTH_RED);
      case "yellow" ->
          switch (strategy) {
            case ONLY_GREEN -> -Score.INFINITY;
            case MIGRATE_ON_RED, NONE -> 0;
            case PROGRESSIVE, CUSTOM -> option(ClusterOption.NODE_HEALTH_YELLOW);
          };
      case "green" ->
          switch (strategy) {
            case ONLY_GREEN, MIGRATE_ON_RED, NONE -> 0;
            case PROGRESSIVE, CUSTOM -> option(ClusterOption.NODE_HEALTH_GREEN);
          };
      default -> Score.parse(text, 0);
    };
  }

  private int option(ClusterOption option) {
    return Score.clamp(options.number(option));
  }
}
