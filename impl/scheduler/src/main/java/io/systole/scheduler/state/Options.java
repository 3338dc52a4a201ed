package io.systole.scheduler.state;

import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.OptionValues;
import java.util.Map;

/** The cluster's options as the scheduler asks for them, by the table of options. */
public record Options(OptionValues values) {

  /** What is done with resources in a part of the cluster that has no quorum. */
  public enum NoQuorumPolicy {
    STOP,
    FREEZE,
    IGNORE,
    DEMOTE,
    FENCE
  }

  /** How much a node's health counts. */
  public enum Health {
    NONE,
    MIGRATE_ON_RED,
    ONLY_GREEN,
    PROGRESSIVE,
    CUSTOM
  }

  static Options of(Map<String, String> values) {
    return new Options(OptionValues.of(values));
  }

  /** What is set as it is written, or the default. */
  public String text(ClusterOption option) {
    return values.text(option);
  }

  public boolean is(ClusterOption option) {
    return values.flag(option);
  }

  public long number(ClusterOption option) {
    return values.number(option);
  }

  public long millis(ClusterOption option) {
    return values.duration(option).toMillis();
  }

  public boolean fencing() {
    return is(ClusterOption.FENCING_ENABLED);
  }

  public boolean symmetric() {
    return is(ClusterOption.SYMMETRIC_CLUSTER);
  }

  /** The kind of fencing that is asked for when nothing more special is. */
  public String fencingAction() {
    String action = values.choice(ClusterOption.FENCING_ACTION);
    return action.equals("poweroff") ? "off" : action;
  }

  public String placementStrategy() {
    return values.choice(ClusterOption.PLACEMENT_STRATEGY);
  }

  public Health health() {
    return switch (values.choice(ClusterOption.NODE_HEALTH_STRATEGY)) {
      case "migrate-on-red" -> Health.MIGRATE_ON_RED;
      case "only-green" -> Health.ONLY_GREEN;
      case "progressive" -> Health.PROGRESSIVE;
      case "custom" -> Health.CUSTOM;
      default -> Health.NONE;
    };
  }

  /** The policy as it is written; whether fencing is possible is another matter. */
  NoQuorumPolicy configuredPolicy() {
    return switch (values.choice(ClusterOption.NO_QUORUM_POLICY)) {
      case "ignore" -> NoQuorumPolicy.IGNORE;
      case "freeze" -> NoQuorumPolicy.FREEZE;
      case "demote" -> NoQuorumPolicy.DEMOTE;
      case "fence", "suicide" -> NoQuorumPolicy.FENCE;
      default -> NoQuorumPolicy.STOP;
    };
  }
}
