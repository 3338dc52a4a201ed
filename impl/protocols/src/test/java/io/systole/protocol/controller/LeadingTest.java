package io.systole.protocol.controller;

import static io.systole.protocol.controller.TestCluster.event;
import static io.systole.protocol.controller.TestCluster.graph;
import static io.systole.protocol.controller.TestCluster.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import org.junit.jupiter.api.Test;

/** A controller begins a term of the CIB only if nobody else can have begun one since. */
class LeadingTest {

  private static boolean isToFence(Element cib, int number) {
    return cib.descendants()
        .filter(e -> e.is("node_state") && e.attribute("uname", "").equals("n" + number))
        .anyMatch(e ->
            e.attribute("crmd", "").equals("offline")
                && e.attribute("expected", "").equals("member"));
  }

  /** Has the node fenced whose state says that it has to be. */
  private static Element fencing(Element cib) {
    for (int number = 1; number <= 2; number++) {
      if (isToFence(cib, number)) {
        return graph(event(1, "stonith", number, "CRM_meta_stonith_action", "reboot"));
      }
    }
    return graph();
  }

  private static TestCluster two() {
    TestCluster cluster = new TestCluster(2);
    cluster.scheduler = LeadingTest::fencing;
    return cluster;
  }

  @Test
  void ofTwoNodesOneLeadsOnceItHasTheOtherFenced() {
    TestCluster cluster = two().start(1, 2);
    cluster.story.clear();
    cluster.crash(2);
    assertEquals(
        """
        n2 crashes
        n1 says vote 2@n1#1 seen 1@n1
        n1 opens epoch 2@n1
        n1 says offer 2@n1 to [n1]
        n1 says request 2@n1
        n1 has the CIB of n1 made its part's
        n1 says ack 2@n1 to [n1]
        n1 says confirm 2@n1
        n1 asks the scheduler
        n1 has n2 fenced: reboot
        n1 opens epoch 3@n1
        n1 says offer 3@n1 to [n1]
        n1 says request 3@n1
        n1 has the CIB of n1 made everybody's
        n1 says ack 3@n1 to [n1]
        n1 says confirm 3@n1
        n1 asks the scheduler
        """
            .strip(),
        String.join("\n", cluster.story));
  }

  @Test
  void ofTwoNodesOneDoesNotLeadWhileTheOtherIsNotFenced() {
    TestCluster cluster = two().start(1, 2);
    cluster.fencingSucceeds = false;
    cluster.story.clear();
    cluster.crash(2);
    assertEquals(0, led(cluster));
  }

  @Test
  void ofTwoNodesOneThatWasNotInStepDoesNotLead() {
    TestCluster loser = two();
    loser.cib = two().start(1, 2).cib;
    loser.start(2);
    loser.fire(2, Timer.of(Timer.Kind.DEADTIME));
    assertTrue(loser.at(2).state().presence().isFenced(node(1)));
    assertEquals(0, led(loser), () -> String.join("\n", loser.story));
  }

  @Test
  void aControllerThatIsRestartedLeadsOnWhereItsNodeHasLed() {
    TestCluster cluster = two().start(1, 2);
    cluster.crash(2);
    cluster.story.clear();
    cluster.restartInPlace(1, 2);
    cluster.fire(1, Timer.of(Timer.Kind.DEADTIME));
    assertEquals(1, led(cluster), () -> String.join("\n", cluster.story));
  }

  @Test
  void ofFourNodesTwoNeverLead() {
    TestCluster cluster = new TestCluster(4);
    cluster.arbiter = true;
    cluster.start(1, 2, 3, 4);
    cluster.crash(4);
    cluster.story.clear();
    cluster.crash(3);
    assertEquals(0, led(cluster), () -> String.join("\n", cluster.story));
    assertEquals("1", cluster.cib.root().attribute("have-quorum", ""));
  }

  @Test
  void ofThreeNodesOneNeverLeads() {
    TestCluster cluster = new TestCluster(3);
    cluster.start(1, 2, 3);
    cluster.crash(3);
    cluster.story.clear();
    cluster.crash(2);
    assertEquals(0, led(cluster), () -> String.join("\n", cluster.story));
    assertTrue(
        cluster.story.contains("n1 has the CIB of n1 made its part's"), cluster.story::toString);
  }

  private static long led(TestCluster cluster) {
    return cluster.story.stream().filter(line -> line.endsWith("made everybody's")).count();
  }
}
