package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.options.FencingOption;
import io.systole.cib.options.OptionValues;
import io.systole.kernel.NodeName;
import java.util.Map;

/**
 * A device as the controller configured it on this node.
 *
 * @param id of the resource in the CIB
 * @param agent the program that speaks to the device
 * @param parameters what the agent is given
 * @param hosts which nodes it can fence
 * @param actions what it can do and how; an action that is missing cannot be done
 * @param delay before it stops a node
 * @param priority greater is preferred
 * @param actionLimit how many agents of this device may run at once on this node, 0 for any number
 * @param verified whether the device runs on this node, so that a monitor shows that it is
 *     reachable from here
 */
public record FenceDevice(
    String id,
    String agent,
    ImmutableSortedMap<String, String> parameters,
    DeviceHosts hosts,
    ImmutableSortedMap<FencingAction, ActionTerms> actions,
    DelayRange delay,
    int priority,
    int actionLimit,
    boolean verified) {

  /** Unless the configuration says otherwise. */
  public static final ActionTerms DEFAULT_TERMS =
      new ActionTerms(
          OptionValues.NONE.duration(FencingOption.OFF_TIMEOUT),
          OptionValues.NONE.integer(FencingOption.OFF_RETRIES));

  /** A device that does everything by its agent's own words, in the usual time. */
  public static FenceDevice simple(String id, NodeName... nodes) {
    ImmutableSortedMap.Builder<FencingAction, ActionTerms> actions =
        ImmutableSortedMap.naturalOrder();
    for (FencingAction action : FencingAction.values()) {
      actions.put(action, DEFAULT_TERMS);
    }
    return new FenceDevice(
        id,
        "fence_" + id,
        ImmutableSortedMap.of(),
        DeviceHosts.of(nodes),
        actions.buildOrThrow(),
        DelayRange.NONE,
        0,
        1,
        false);
  }

  /** This device, running on this node or not. */
  public FenceDevice verified(boolean newVerified) {
    return new FenceDevice(
        id, agent, parameters, hosts, actions, delay, priority, actionLimit, newVerified);
  }

  /** This device able to do these actions alone. */
  public FenceDevice only(FencingAction... able) {
    ImmutableSortedSet<FencingAction> kept = ImmutableSortedSet.copyOf(able);
    ImmutableSortedMap.Builder<FencingAction, ActionTerms> left = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<FencingAction, ActionTerms> entry : actions.entrySet()) {
      if (kept.contains(entry.getKey())) {
        left.put(entry);
      }
    }
    return new FenceDevice(
        id, agent, parameters, hosts, left.buildOrThrow(), delay, priority, actionLimit, verified);
  }

  /** Whether it can do {@code action}, a reboot also by turning the node off and on. */
  public boolean can(FencingAction action) {
    return actions.containsKey(action)
        || (action == FencingAction.REBOOT && actions.containsKey(FencingAction.OFF));
  }
}
