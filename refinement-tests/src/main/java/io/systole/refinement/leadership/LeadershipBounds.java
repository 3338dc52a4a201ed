package io.systole.refinement.leadership;

import io.systole.refinement.graph.Bounds;

/** The constants of {@code spec/leadership/Leadership.tla}. */
public record LeadershipBounds(int epoch, int views, int changes, int fencings, int restarts) {

  /** The bounds that a configuration gives. */
  public static LeadershipBounds of(Bounds bounds) {
    return new LeadershipBounds(
        bounds.number("MaxEpoch"),
        bounds.number("MaxViews"),
        bounds.number("MaxChanges"),
        bounds.number("MaxFencings"),
        bounds.number("MaxRestarts"));
  }
}
