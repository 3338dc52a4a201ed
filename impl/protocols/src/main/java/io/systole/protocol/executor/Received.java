package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.transition.TransitionKey;

/**
 * The orders that were taken of the newest transition. A coordinator carries out one transition
 * after another, so that an order of an earlier one has been on its way for too long.
 *
 * @param uuid of the coordinator
 * @param transition the number of its newest transition
 * @param keys the orders of it
 */
public record Received(String uuid, long transition, ImmutableSortedSet<TransitionKey> keys) {

  public static final Received NOTHING = new Received("", -1, ImmutableSortedSet.of());

  boolean has(TransitionKey key) {
    return keys.contains(key);
  }

  /** Whether {@code key} is of a transition that this coordinator has left behind. */
  boolean isPast(TransitionKey key) {
    return key.uuid().equals(uuid) && key.transition() < transition;
  }

  Received with(TransitionKey key) {
    boolean newer = !key.uuid().equals(uuid) || key.transition() > transition;
    ImmutableSortedSet.Builder<TransitionKey> all = ImmutableSortedSet.naturalOrder();
    if (!newer) {
      all.addAll(keys);
    }
    return new Received(key.uuid(), key.transition(), all.add(key).build());
  }
}
