package io.systole.scheduler.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.state.ClusterState;
import io.systole.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The work must grow with resources times nodes and not faster. Steps are counted and not timed, so
 * that this says the same on every machine.
 */
class EffortTest {

  /** What a step or two of rounding may add to linear growth. */
  private static final double TOLERANCE = 1.15;

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void workGrowsWithResourcesTimesNodes(boolean running, boolean grouped) {
    Effort small = effort(8, 60, running, grouped);
    Effort great = effort(16, 120, running, grouped);
    Effort greatest = effort(32, 240, running, grouped);
    assertLinear(small, great);
    assertLinear(great, greatest);
  }

  private static void assertLinear(Effort small, Effort great) {
    assertTrue(
        great.steps() <= 4 * TOLERANCE * small.steps(),
        () -> "four times the cluster took more than four times the work: " + small + ", " + great);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aLinkIsFollowedAFewTimesAtMost(boolean running) {
    Effort effort = effort(16, 120, running, true);
    assertTrue(effort.followed() <= 4 * effort.links(), effort::toString);
  }

  @Test
  void theSameClusterTakesTheSameSteps() {
    assertEquals(effort(8, 60, true, true), effort(8, 60, true, true));
  }

  private static Effort effort(int nodes, int resources, boolean running, boolean grouped) {
    Element cib = new GrowingCluster(nodes, resources, running, grouped).cib();
    ClusterState cluster = ClusterState.read(cib, 0);
    Preferences preferences = Preferences.of(cluster);
    Assignment assignment = Assignment.of(cluster, preferences);
    Effort effort = OrderedActions.of(Actions.of(cluster, preferences, assignment)).effort();
    if (!running) {
      // All is looked for everywhere, or this says nothing about the work that is feared.
      assertTrue(effort.actions() > (long) nodes * resources, effort::toString);
    }
    return effort;
  }
}
