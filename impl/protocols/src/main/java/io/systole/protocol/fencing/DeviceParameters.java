package io.systole.protocol.fencing;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.options.FencingOption;
import io.systole.cib.options.OptionValues;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The meaning of a device's parameters that begin with {@code pcmk_}. A value that can't be used
 * counts as the default of the table of options: a device with a slip in it can still fence.
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
            .addAll(nodes(values().text(FencingOption.HOST_LIST)))
            .addAll(ports.keySet())
            .build();
    return new DeviceHosts(check(!listed.isEmpty(), canList, canStatus), listed, ports);
  }

  ActionTerms terms(FencingAction action) {
    Duration timeout = time(ofAction(action, "timeout"));
    long attempts = values().number(ofAction(action, "retries"));
    return new ActionTerms(
        timeout.isPositive() ? timeout : standardTimeout(action),
        Math.clamp(attempts, 1, ActionTerms.MAX_ATTEMPTS));
  }

  private static Duration standardTimeout(FencingAction action) {
    return OptionValues.NONE.duration(ofAction(action, "timeout"));
  }

  private static FencingOption ofAction(FencingAction action, String what) {
    return FencingOption.of("pcmk_" + action.word() + "_" + what).orElseThrow();
  }

  /** The agent's word for an action ({@code pcmk_off_action}). */
  String agentAction(FencingAction action) {
    return values().text(ofAction(action, "action"));
  }

  DelayRange delay() {
    return new DelayRange(time(FencingOption.DELAY_BASE), time(FencingOption.DELAY_MAX));
  }

  /** How many agents may run at once, 0 for any number. */
  int actionLimit() {
    int limit = values().integer(FencingOption.ACTION_LIMIT);
    return limit == 0 ? OptionValues.NONE.integer(FencingOption.ACTION_LIMIT) : Math.max(limit, 0);
  }

  private HostCheck check(boolean listed, boolean canList, boolean canStatus) {
    return switch (values().choice(FencingOption.HOST_CHECK)) {
      case "static-list" -> HostCheck.STATIC_LIST;
      case "dynamic-list" -> HostCheck.DYNAMIC_LIST;
      case "status" -> HostCheck.STATUS;
      case "none" -> HostCheck.NONE;
      default -> listed ? HostCheck.STATIC_LIST : byAbility(canList, canStatus);
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
    for (String mapping : MAPPINGS.split(values().text(FencingOption.HOST_MAP))) {
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

  private Duration time(FencingOption option) {
    Duration time = values().duration(option);
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private OptionValues values() {
    return OptionValues.of(all);
  }
}
