package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.transition.TransitionKey;

/**
 * The orders that were taken of the newest transition. A coordinator carries out one transition
 * after another, so that an order of an earlier one has been on its way for too long.
 *
 * @param uuid of the coordinator
 * @param transition the number of its newest transition
 * @param actions of that transition that were ordered, by their ids in the graph
 */
public record Received(String uuid, long transition, ImmutableSortedSet<Integer> actions) {

  public static final Received NOTHING = new Received("", -1, ImmutableSortedSet.of());

  boolean has(TransitionKey key) {
    return isNewest(key) && actions.contains(key.action());
  }

  /** Whether {@code key} is of a transition that this coordinator has left behind. */
  boolean isPast(TransitionKey key) {
    return key.uuid().equals(uuid) && key.transition() < transition;
  }

  Received with(TransitionKey key) {
    ImmutableSortedSet.Builder<Integer> all = ImmutableSortedSet.naturalOrder();
    if (isNewest(key)) {
      all.addAll(actions);
    }
    return new Received(key.uuid(), key.transition(), all.add(key.action()).build());
  }

  private boolean isNewest(TransitionKey key) {
    return key.uuid().equals(uuid) && key.transition() == transition;
  }
}
