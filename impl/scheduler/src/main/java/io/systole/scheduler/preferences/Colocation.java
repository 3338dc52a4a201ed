package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;

/**
 * Where {@code dependent} goes depends on where {@code primary} is.
 *
 * @param attribute the node attribute that must be equal, {@code #uname} for the same node
 * @param influence whether the dependent's wishes count for an active primary
 * @param explicit whether the administrator wrote it
 */
public record Colocation(
    String id,
    Resource dependent,
    Resource primary,
    int score,
    Role dependentRole,
    Role primaryRole,
    String attribute,
    boolean influence,
    boolean explicit) {

  public boolean mandatory() {
    return score >= Score.INFINITY || score <= -Score.INFINITY;
  }

  public boolean byName() {
    return attribute.equals("#uname");
  }
}
