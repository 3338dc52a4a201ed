package io.systole.agents;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fence device as it is configured.
 *
 * <p>Source: Pacemaker Explained, chapter "Fencing", for the parameters that begin with {@code
 * pcmk_}.
 *
 * @param id the resource's id
 * @param agent the program's name, such as {@code fence_ipmilan}
 * @param parameters as configured: the agent's own, and those for the cluster
 */
public record FenceDevice(String id, String agent, ImmutableSortedMap<String, String> parameters) {

  private static final int DEFAULT_RETRIES = 2;

  private static final Splitter ITEMS =
      Splitter.on(CharMatcher.anyOf(";, \t\n")).omitEmptyStrings().trimResults();
  private static final Splitter MAPPINGS =
      Splitter.on(CharMatcher.anyOf("; \t\n")).omitEmptyStrings().trimResults();
  private static final Pattern TIME = Pattern.compile("\\s*(\\d{1,12})\\s*([a-zA-Z]*)\\s*");

  /** The name of the action as this device's agent wants it ({@code pcmk_ACTION_action}). */
  public String agentAction(FenceAction action) {
    return parameters.getOrDefault("pcmk_" + action.parameterName() + "_action", action.toString());
  }

  /** How long an action may take ({@code pcmk_ACTION_timeout}), or {@code otherwise}. */
  public Duration timeout(FenceAction action, Duration otherwise) {
    return duration("pcmk_" + action.parameterName() + "_timeout")
        .filter(d -> !d.isZero())
        .orElse(otherwise);
  }

  /** How often an action is tried at most ({@code pcmk_ACTION_retries}). */
  public int tries(FenceAction action) {
    String value = parameters.get("pcmk_" + action.parameterName() + "_retries");
    if (value == null || !value.matches("\\d{1,4}")) {
      return DEFAULT_RETRIES;
    }
    return Math.max(1, Integer.parseInt(value));
  }

  /** The least delay before this device fences ({@code pcmk_delay_base}). */
  public Duration delayBase() {
    return duration("pcmk_delay_base").orElse(Duration.ZERO);
  }

  /** The most delay before this device fences ({@code pcmk_delay_max}). */
  public Duration delayMax() {
    return duration("pcmk_delay_max").orElse(Duration.ZERO);
  }

  /**
   * What the device calls a node: the port that {@code pcmk_host_map} gives it, or its own name.
   */
  public String port(String target) {
    for (String mapping : MAPPINGS.split(parameters.getOrDefault("pcmk_host_map", ""))) {
      List<String> parts = Splitter.on(CharMatcher.anyOf(":=")).limit(2).splitToList(mapping);
      if (parts.size() == 2 && parts.getFirst().equals(target)) {
        return parts.getLast();
      }
    }
    return target;
  }

  /**
   * The nodes that {@code pcmk_host_list} and {@code pcmk_host_map} name; empty if neither does.
   */
  public ImmutableSet<String> targets() {
    ImmutableSet.Builder<String> all = ImmutableSet.builder();
    all.addAll(ITEMS.split(parameters.getOrDefault("pcmk_host_list", "")));
    for (String mapping : MAPPINGS.split(parameters.getOrDefault("pcmk_host_map", ""))) {
      all.add(Splitter.on(CharMatcher.anyOf(":=")).split(mapping).iterator().next());
    }
    return all.build();
  }

  /** A time among the parameters; empty if it is not there or not understood. */
  private Optional<Duration> duration(String name) {
    Matcher time = TIME.matcher(parameters.getOrDefault(name, ""));
    if (!time.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "", "s", "sec" -> Optional.of(Duration.ofSeconds(count));
      case "ms", "msec" -> Optional.of(Duration.ofMillis(count));
      case "us", "usec" -> Optional.of(Duration.ofNanos(1000 * count));
      case "m", "min" -> Optional.of(Duration.ofMinutes(count));
      case "h", "hr" -> Optional.of(Duration.ofHours(count));
      default -> Optional.empty();
    };
  }
}
