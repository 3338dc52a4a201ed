package io.systole.scheduler;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.ClusterState;
import io.systole.xml.Element;

/**
 * Decides what the cluster has to do. Pure: the same CIB and time give the same schedule.
 *
 * <p>A pipeline of phases, each a value that no one changes later: what the CIB says, what that
 * asks for, where resources go, what might be done, what of it must and can be done in which order,
 * and the graph of that.
 */
public final class Scheduler {

  private Scheduler() {}

  /**
   * Reads a whole CIB, status section included, and plans the transition to what it asks for.
   *
   * @param cib the element {@code cib}
   * @param nowEpochSeconds the time at which rules are evaluated
   */
  public static Schedule schedule(Element cib, long nowEpochSeconds) {
    return schedule(cib, nowEpochSeconds, Origin.LIVE);
  }

  /** As above, for a CIB that may come from a file. */
  public static Schedule schedule(Element cib, long nowEpochSeconds, Origin origin) {
    Plan plan = Plan.of(ClusterState.read(cib, nowEpochSeconds, origin));
    return new Schedule(plan.graph(), reasons(plan.preferences(), plan.ordered()));
  }

  private static ImmutableList<Reason> reasons(Preferences preferences, OrderedActions ordered) {
    ImmutableList.Builder<Reason> reasons = ImmutableList.builder();
    for (Contribution c : preferences.contributions()) {
      reasons.add(
          new Reason(
              c.resource().id(),
              c.element(),
              c.reason() + ": " + Score.text(c.score()) + " on " + c.node().name()));
    }
    for (Action action : ordered.all()) {
      String reason = ordered.reason(action);
      if (!reason.isEmpty()) {
        reasons.add(new Reason(action.toString(), "", reason));
      }
    }
    return reasons.build();
  }
}
