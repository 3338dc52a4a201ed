package io.systole.scheduler;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.graph.GraphBuilder;
import io.systole.scheduler.graph.TransitionGraph;
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
    ClusterState cluster = ClusterState.read(cib, nowEpochSeconds, origin);
    Preferences preferences = Preferences.of(cluster);
    Assignment assignment = Assignment.of(cluster, preferences);
    OrderedActions ordered = OrderedActions.of(Actions.of(cluster, preferences, assignment));
    TransitionGraph graph = GraphBuilder.build(ordered);
    return new Schedule(graph, reasons(preferences, ordered));
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
      if (!action.reason().isEmpty()) {
        reasons.add(new Reason(action.toString(), "", action.reason()));
      }
    }
    return reasons.build();
  }
}
