package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Map;

/**
 * What a peer says of one of its devices when it is asked who can fence a node.
 *
 * @param device the id
 * @param priority greater is preferred
 * @param verified whether the device runs on the peer, so that it is known to be reachable
 * @param budgets for each action that it can do: the longest that it may take with all attempts
 */
public record Offer(
    String device,
    int priority,
    boolean verified,
    ImmutableSortedMap<FencingAction, Duration> budgets) {

  public Offer {
    if (budgets.values().stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("device " + device + " has a negative time: " + budgets);
    }
  }

  static Offer of(FenceDevice device) {
    ImmutableSortedMap.Builder<FencingAction, Duration> budgets = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<FencingAction, ActionTerms> entry : device.actions().entrySet()) {
      ActionTerms terms = entry.getValue();
      budgets.put(
          entry.getKey(),
          device.delay().max().plus(terms.timeout().multipliedBy(terms.attempts())));
    }
    return new Offer(device.id(), device.priority(), device.verified(), budgets.buildOrThrow());
  }

  /** Whether the device can do {@code action}, a reboot also by turning the node off and on. */
  boolean can(FencingAction action) {
    return budgets.containsKey(action)
        || (action == FencingAction.REBOOT && budgets.containsKey(FencingAction.OFF));
  }

  /** What the device is told to do when {@code action} is wanted. */
  FencingAction mapped(FencingAction action) {
    return budgets.containsKey(action) ? action : FencingAction.OFF;
  }
}
