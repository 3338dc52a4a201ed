package io.systole.protocol.controller;

import static io.systole.protocol.controller.TestCluster.graph;
import static io.systole.protocol.controller.TestCluster.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the DC asks the scheduler though nothing has happened. */
class SchedulingTest {

  /**
   * A failure that expires or a rule that begins to hold has effect when it does, and not when the
   * cluster happens to look again.
   */
  @ParameterizedTest
  @CsvSource({
    "15min, '', 900",
    "15min, 30, 30",
    "10s, 30, 10",
    "10s, -5, 1",
    "0, 30, 30",
    "0, '', never",
  })
  void theSchedulerIsAskedAgainWhenItSaysSoAndAfterTheIntervalAtTheLatest(
      String interval, String after, String expected) {
    TestCluster cluster = new TestCluster(3).start(1, 2, 3);
    cluster.scheduler =
        cib ->
            after.isEmpty()
                ? graph()
                : graph()
                    .with("recheck-by", Long.toString(TestCluster.NOW + Long.parseLong(after)));
    ControllerTest.change(cluster, "crm_config", options("cluster-recheck-interval", interval));
    Duration recheck = cluster.at(1).timers.get(Timer.of(Timer.Kind.RECHECK));
    assertEquals(expected, recheck == null ? "never" : Long.toString(recheck.toSeconds()));
  }

  private static Element options(String name, String value) {
    return Element.of("cluster_property_set", "id", "cib-bootstrap-options")
        .plus(Element.of("nvpair", "id", "option-" + name, "name", name, "value", value));
  }

  @Test
  void aGraphThatDoesNotSayWhenToLookAgainInANumberIsRefused() {
    TestCluster cluster = new TestCluster(3).start(1, 2, 3);
    cluster.scheduler = cib -> graph().with("recheck-by", "soon");
    ControllerTest.change(cluster, "crm_config", options("stop-all-resources", "false"));
    Timer retry = Timer.of(Timer.Kind.SCHEDULE_RETRY);
    assertTrue(cluster.at(1).timers.containsKey(retry), cluster.at(1).timers::toString);
  }

  @Test
  void whatIsUnderWayWhenItIsTimeToLookAgainIsFinishedFirst() {
    TestCluster cluster = new TestCluster(3).start(1, 2, 3);
    cluster.executorsAnswer = false;
    cluster.scheduler =
        cib -> graph(operation(1, "db", "start", 3), operation(2, "db", "monitor", 3));
    ControllerTest.change(cluster, "crm_config", options("stop-all-resources", "false"));
    cluster.story.clear();
    cluster.fire(1, Timer.of(Timer.Kind.RECHECK));
    assertFalse(cluster.story.contains("n1 asks the scheduler"), cluster.story::toString);
    cluster.scheduler = cib -> graph();
    finishNext(cluster);
    assertFalse(cluster.story.contains("n1 asks the scheduler"), cluster.story::toString);
    assertTrue(cluster.story.contains("n3 executes db_monitor_0"), cluster.story::toString);
    finishNext(cluster);
    assertTrue(cluster.story.contains("n1 asks the scheduler"), cluster.story::toString);
  }

  private static void finishNext(TestCluster cluster) {
    TestCluster.Node node = cluster.at(3);
    cluster.finish(node, (ControllerEffect.Execute) node.heldBack.removeFirst(), 0);
    cluster.run();
  }
}
