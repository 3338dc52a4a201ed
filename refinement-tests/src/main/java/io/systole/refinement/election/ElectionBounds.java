package io.systole.refinement.election;

import io.systole.refinement.graph.Bounds;

/**
 * The bounds of a model of the election, as in its configuration.
 *
 * @param nodes how many there are
 * @param expected how many the cluster is configured to have
 */
public record ElectionBounds(
    int nodes, int expected, int maxViews, int maxRound, int maxEpoch, int maxInbox) {

  /** The bounds that a configuration gives. */
  public static ElectionBounds of(Bounds bounds) {
    return new ElectionBounds(
        bounds.size("Node"),
        bounds.size("Expected"),
        bounds.number("MaxViews"),
        bounds.number("MaxRound"),
        bounds.number("MaxEpoch"),
        bounds.number("MaxInbox"));
  }
}
