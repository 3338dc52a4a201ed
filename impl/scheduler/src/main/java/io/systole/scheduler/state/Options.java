package io.systole.scheduler.state;

import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.rules.Values;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The cluster's options, by their present names; older names are understood. */
public record Options(ImmutableMap<String, String> values) {

  private static final ImmutableMap<String, String> OLDER =
      ImmutableMap.<String, String>builder()
          .put("fencing-enabled", "stonith-enabled")
          .put("fencing-action", "stonith-action")
          .put("fencing-timeout", "stonith-timeout")
          .put("fencing-reaction", "fence-reaction")
          .put("fencing-watchdog-timeout", "stonith-watchdog-timeout")
          .put("stop-removed-resources", "stop-orphan-resources")
          .put("cancel-removed-actions", "stop-orphan-actions")
          .buildOrThrow();

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
    return new Options(ImmutableMap.copyOf(values));
  }

  public Optional<String> get(String name) {
    String value = values.get(name);
    if (value == null && OLDER.containsKey(name)) {
      value = values.get(OLDER.get(name));
    }
    return Optional.ofNullable(value);
  }

  public boolean is(String name, boolean otherwise) {
    return get(name)
        .map(v -> Values.isTrue(v) || (!Values.isFalse(v) && otherwise))
        .orElse(otherwise);
  }

  public int integer(String name, int otherwise) {
    return Values.integer(get(name), otherwise);
  }

  public long millis(String name, long otherwise) {
    return Values.millis(get(name), otherwise);
  }

  public boolean fencing() {
    return is("fencing-enabled", true);
  }

  public boolean symmetric() {
    return is("symmetric-cluster", true);
  }

  /** The kind of fencing that is asked for when nothing more special is. */
  public String fencingAction() {
    String action = get("fencing-action").orElse("reboot");
    return action.equals("poweroff") ? "off" : action;
  }

  public String placementStrategy() {
    return get("placement-strategy").orElse("default").toLowerCase(Locale.ROOT);
  }

  public Health health() {
    return switch (get("node-health-strategy").orElse("none").toLowerCase(Locale.ROOT)) {
      case "migrate-on-red" -> Health.MIGRATE_ON_RED;
      case "only-green" -> Health.ONLY_GREEN;
      case "progressive" -> Health.PROGRESSIVE;
      case "custom" -> Health.CUSTOM;
      default -> Health.NONE;
    };
  }

  /** The policy as it is written; whether fencing is possible is another matter. */
  NoQuorumPolicy configuredPolicy() {
    return switch (get("no-quorum-policy").orElse("stop").toLowerCase(Locale.ROOT)) {
      case "ignore" -> NoQuorumPolicy.IGNORE;
      case "freeze" -> NoQuorumPolicy.FREEZE;
      case "demote" -> NoQuorumPolicy.DEMOTE;
      case "fence", "suicide" -> NoQuorumPolicy.FENCE;
      default -> NoQuorumPolicy.STOP;
    };
  }
}
