package io.systole.scheduler;

import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.graph.GraphBuilder;
import io.systole.scheduler.graph.TransitionGraph;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.state.ClusterState;
import io.systole.xml.Element;

/**
 * One run of the scheduler with the value of every phase, for those who ask how it came to its
 * graph. What only acts on the graph takes a {@link Schedule}.
 */
public record Plan(
    ClusterState cluster,
    Preferences preferences,
    Assignment assignment,
    OrderedActions ordered,
    TransitionGraph graph) {

  /**
   * Reads a whole CIB, status section included, and plans the transition to what it asks for.
   *
   * @param cib the element {@code cib}
   * @param nowEpochSeconds the time at which rules are evaluated
   */
  public static Plan of(Element cib, long nowEpochSeconds, Origin origin) {
    return of(ClusterState.read(cib, nowEpochSeconds, origin));
  }

  /** Plans from a state that has been read already. */
  public static Plan of(ClusterState cluster) {
    Preferences preferences = Preferences.of(cluster);
    return of(cluster, preferences, Assignment.of(cluster, preferences));
  }

  /** The same plan, whose assignment also keeps what it did to scores and why. */
  public static Plan explained(Element cib, long nowEpochSeconds, Origin origin) {
    ClusterState cluster = ClusterState.read(cib, nowEpochSeconds, origin);
    Preferences preferences = Preferences.of(cluster);
    return of(cluster, preferences, Assignment.explained(cluster, preferences));
  }

  private static Plan of(ClusterState cluster, Preferences preferences, Assignment assignment) {
    OrderedActions ordered = OrderedActions.of(Actions.of(cluster, preferences, assignment));
    return new Plan(cluster, preferences, assignment, ordered, GraphBuilder.build(ordered));
  }
}
