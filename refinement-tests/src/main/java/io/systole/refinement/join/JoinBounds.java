package io.systole.refinement.join;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Bounds;

/**
 * The bounds of a model of the join sequence, as in its configuration.
 *
 * @param nodes how many
 * @param oldSpeakers the numbers of those that speak another version
 * @param faults what may go wrong, by name
 */
public record JoinBounds(
    int nodes,
    ImmutableSortedSet<String> oldSpeakers,
    int maxViews,
    int maxReplicas,
    int maxEpoch,
    int maxInbox,
    int maxElections,
    ImmutableSortedSet<String> faults) {

  /** The bounds that a configuration gives. */
  public static JoinBounds of(Bounds bounds) {
    return new JoinBounds(
        bounds.size("Node"),
        bounds.set("OldSpeakers"),
        bounds.number("MaxViews"),
        bounds.number("MaxReplicas"),
        bounds.number("MaxEpoch"),
        bounds.number("MaxInbox"),
        bounds.number("MaxElections"),
        bounds.set("Faults"));
  }

  boolean may(String fault) {
    return faults.contains(fault);
  }
}
