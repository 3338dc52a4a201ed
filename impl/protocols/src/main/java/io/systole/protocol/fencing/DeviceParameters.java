package io.systole.protocol.fencing;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The meaning of a device's parameters that begin with {@code pcmk_}.
 *
 * <p>Source: Pacemaker Explained, chapter "Fencing".
 *
 * @param all by name, the agent's own included
 */
record DeviceParameters(String device, ImmutableSortedMap<String, String> all) {

  private static final Splitter HOSTS =
      Splitter.on(CharMatcher.anyOf(",; \t\n")).omitEmptyStrings().trimResults();
  private static final Splitter MAPPINGS =
      Splitter.on(CharMatcher.anyOf("; \t\n")).omitEmptyStrings().trimResults();
  private static final CharMatcher ASSIGN = CharMatcher.anyOf(":=");

  /** Nobody waits longer for a fence agent. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The nodes of {@code pcmk_host_list} and {@code pcmk_host_map}, and {@code more}. */
  DeviceHosts hosts(String more, boolean canList, boolean canStatus) {
    ImmutableSortedMap<NodeName, String> ports = ports();
    ImmutableSortedSet<NodeName> listed =
        ImmutableSortedSet.<NodeName>naturalOrder()
            .addAll(nodes(more))
            .addAll(nodes(text("pcmk_host_list")))
            .addAll(ports.keySet())
            .build();
    return new DeviceHosts(check(!listed.isEmpty(), canList, canStatus), listed, ports);
  }

  ActionTerms terms(FencingAction action) {
    String prefix = "pcmk_" + action.word();
    ActionTerms otherwise = FenceDevice.DEFAULT_TERMS;
    Duration timeout =
        duration(prefix + "_timeout").filter(Duration::isPositive).orElse(otherwise.timeout());
    Integer retries = Ints.tryParse(text(prefix + "_retries"));
    int attempts = retries == null ? otherwise.attempts() : retries;
    return new ActionTerms(timeout, Math.clamp(attempts, 1, ActionTerms.MAX_ATTEMPTS));
  }

  /** The agent's word for an action ({@code pcmk_off_action}). */
  String agentAction(FencingAction action) {
    return all.getOrDefault("pcmk_" + action.word() + "_action", action.word());
  }

  DelayRange delay() {
    return new DelayRange(
        duration("pcmk_delay_base").orElse(Duration.ZERO),
        duration("pcmk_delay_max").orElse(Duration.ZERO));
  }

  /** How many agents may run at once, 0 for any number. */
  int actionLimit() {
    Integer limit = Ints.tryParse(text("pcmk_action_limit"));
    return limit == null || limit == 0 ? 1 : Math.max(limit, 0);
  }

  private HostCheck check(boolean listed, boolean canList, boolean canStatus) {
    return switch (text("pcmk_host_check")) {
      case "static-list" -> HostCheck.STATIC_LIST;
      case "dynamic-list" -> HostCheck.DYNAMIC_LIST;
      case "status" -> HostCheck.STATUS;
      case "none" -> HostCheck.NONE;
      case "" -> listed ? HostCheck.STATIC_LIST : byAbility(canList, canStatus);
      default ->
          throw new IllegalArgumentException(
              "fence device "
                  + device
                  + " has pcmk_host_check '"
                  + text("pcmk_host_check")
                  + "'; allowed are static-list, dynamic-list, status and none");
    };
  }

  private static HostCheck byAbility(boolean canList, boolean canStatus) {
    if (canList) {
      return HostCheck.DYNAMIC_LIST;
    }
    return canStatus ? HostCheck.STATUS : HostCheck.NONE;
  }

  private ImmutableSortedMap<NodeName, String> ports() {
    SortedMap<NodeName, String> ports = new TreeMap<>();
    for (String mapping : MAPPINGS.split(text("pcmk_host_map"))) {
      List<String> parts = Splitter.on(ASSIGN).limit(2).splitToList(mapping);
      if (parts.size() != 2) {
        throw new IllegalArgumentException(
            "fence device "
                + device
                + " has '"
                + mapping
                + "' in pcmk_host_map; a mapping is NODE:PORT");
      }
      ports.put(new NodeName(parts.getFirst()), parts.getLast());
    }
    return ImmutableSortedMap.copyOf(ports);
  }

  private static ImmutableSortedSet<NodeName> nodes(String text) {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    HOSTS.split(text).forEach(name -> nodes.add(new NodeName(name)));
    return nodes.build();
  }

  private Optional<Duration> duration(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String digits = CharMatcher.inRange('0', '9').retainFrom(value);
    Long count = value.startsWith(digits) ? Longs.tryParse(digits) : null;
    Optional<Duration> unit = unit(value.substring(digits.length()).strip());
    if (count == null || unit.isEmpty() || count > LONGEST.dividedBy(unit.get())) {
      throw new IllegalArgumentException(
          "fence device "
              + device
              + " has "
              + name
              + " '"
              + value
              + "'; a time is a number with ms, s, min or h, as in 60s, and at most a day");
    }
    return Optional.of(unit.get().multipliedBy(count));
  }

  private static Optional<Duration> unit(String name) {
    return switch (name) {
      case "", "s", "sec" -> Optional.of(Duration.ofSeconds(1));
      case "ms", "msec" -> Optional.of(Duration.ofMillis(1));
      case "m", "min" -> Optional.of(Duration.ofMinutes(1));
      case "h", "hr" -> Optional.of(Duration.ofHours(1));
      default -> Optional.empty();
    };
  }

  private String text(String name) {
    return all.getOrDefault(name, "").strip();
  }
}
