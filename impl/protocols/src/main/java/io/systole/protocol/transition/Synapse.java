package io.systole.protocol.transition;

import com.google.common.collect.ImmutableSortedSet;

/**
 * An action that may begin once all of its inputs are confirmed.
 *
 * @param priority greater begins first, where the number of actions is limited
 * @param inputs ids of actions
 */
public record Synapse(
    int id, int priority, GraphAction action, ImmutableSortedSet<Integer> inputs) {}
