package io.systole.protocol.controller;

import static io.systole.protocol.controller.TestCluster.event;
import static io.systole.protocol.controller.TestCluster.graph;
import static io.systole.protocol.controller.TestCluster.node;
import static io.systole.protocol.controller.TestCluster.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.CibEdit;
import io.systole.cib.CibEdits;
import io.systole.cib.EditResult;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControllerTest {

  private static final Element START = operation(1, "web", "start", 2);

  /** Starts web on n2 if it is not there yet, and recovers it on n3 once n2 is known to be down. */
  private static Element webOnTwo(Element cib) {
    if (runsOn(cib, 2) || runsOn(cib, 3)) {
      boolean lost = state(cib, 2, "crmd").equals("offline");
      if (lost && state(cib, 2, "expected").equals("member")) {
        return graph(
            event(1, "stonith", 2, "CRM_meta_stonith_action", "off"),
            operation(2, "web", "start", 3));
      }
      return graph();
    }
    return state(cib, 2, "expected").equals("down")
        ? graph(operation(1, "web", "start", 3))
        : graph(START);
  }

  private static boolean runsOn(Element cib, int number) {
    return cib.descendants()
        .filter(e -> e.is("lrm_rsc_op") && e.attribute("on_node", "").equals("n" + number))
        .anyMatch(e -> e.id().equals("web_last_0") && e.attribute("operation", "").equals("start"));
  }

  private static String state(Element cib, int number, String attribute) {
    return cib.descendants()
        .filter(e -> e.is("node_state") && e.attribute("uname", "").equals("n" + number))
        .map(e -> e.attribute(attribute, ""))
        .findFirst()
        .orElse("");
  }

  private static TestCluster running() {
    TestCluster cluster = new TestCluster(3);
    cluster.scheduler = ControllerTest::webOnTwo;
    return cluster.start(1, 2, 3);
  }

  @Test
  void aClusterStartsAndRunsWhatItShould() {
    TestCluster cluster = running();
    assertEquals(
        """
        n1 says vote 1@n1#1 seen 0@n1
        n2 says vote 1@n1#1 seen 0@n2
        n3 says vote 1@n1#1 seen 0@n3
        n1 opens epoch 1@n1
        n1 says offer 1@n1 to [n1, n2, n3]
        n1 says request 1@n1
        n2 says request 1@n1
        n3 says request 1@n1
        n1 has the CIB of n1 made everybody's
        n1 says ack 1@n1 to [n1, n2, n3]
        n1 says confirm 1@n1
        n2 says confirm 1@n1
        n3 says confirm 1@n1
        n1 asks the scheduler
        n1 says order 1@n1 to n2: web_start_0
        n2 executes web_start_0
        """
            .strip(),
        String.join("\n", cluster.story));
    assertTrue(runsOn(cluster.cib.root(), 2));
    assertEquals("1", cluster.cib.root().attribute("have-quorum", ""));
    assertEquals("1", cluster.cib.root().attribute("dc-uuid", ""));
    assertEquals(3, cluster.cib.nodes().size());
    assertEquals(
        "cib-bootstrap-options",
        cluster
            .cib
            .root()
            .at("configuration", "crm_config", "cluster_property_set")
            .orElseThrow()
            .id());
    assertEquals("member", state(cluster.cib.root(), 3, "join"));
    assertEquals(
        Coordination.Stage.IDLE, cluster.dc().state().coordination().orElseThrow().stage());
    assertTrue(cluster.at(1).timers.containsKey(Timer.of(Timer.Kind.RECHECK)));
  }

  /**
   * The DC may have opened an epoch, lost it in a crash, and opened it again, while a replica that
   * has taken part in it does so once and would not answer any more.
   */
  @Test
  void aRoundThatAReplicaRefusesIsOpenedAnew() {
    TestCluster cluster = running();
    Epoch round = cluster.dc().state().seen();
    cluster.story.clear();
    cluster.happen(2, new ControllerEvent.CibRoundRefused(new Epoch(9, node(1))));
    assertEquals(ImmutableList.of(), ImmutableList.copyOf(cluster.story));
    cluster.happen(2, new ControllerEvent.CibRoundRefused(round));
    assertTrue(cluster.story.contains("n2 says announce, seen 1@n1"), cluster.story::toString);
    assertTrue(cluster.story.contains("n1 opens epoch 2@n1"), cluster.story::toString);
    assertTrue(cluster.story.contains("n2 says confirm 2@n1"), cluster.story::toString);
  }

  @Test
  void aLostNodeIsFencedBeforeItsResourcesMove() {
    TestCluster cluster = running();
    cluster.story.clear();
    cluster.crash(2);
    assertEquals(
        """
        n2 crashes
        n1 says vote 2@n1#1 seen 1@n1
        n3 says vote 2@n1#1 seen 1@n1
        n1 opens epoch 2@n1
        n1 says offer 2@n1 to [n1, n3]
        n1 says request 2@n1
        n3 says request 2@n1
        n1 has the CIB of n1 made everybody's
        n1 says ack 2@n1 to [n1, n3]
        n1 says confirm 2@n1
        n3 says confirm 2@n1
        n1 asks the scheduler
        n1 has n2 fenced: off
        n1 says order 2@n1 to n3: web_start_0
        n3 executes web_start_0
        """
            .strip(),
        String.join("\n", cluster.story));
    assertEquals("down", state(cluster.cib.root(), 2, "expected"));
    assertFalse(runsOn(cluster.cib.root(), 2));
    assertTrue(runsOn(cluster.cib.root(), 3));
  }

  @Test
  void aLostCoordinatorIsReplacedAndItsNodeFenced() {
    TestCluster cluster = new TestCluster(3);
    cluster.start(1, 2, 3);
    cluster.scheduler =
        cib ->
            state(cib, 1, "crmd").equals("offline") && state(cib, 1, "expected").equals("member")
                ? graph(event(1, "stonith", 1, "CRM_meta_stonith_action", "reboot"))
                : graph();
    cluster.crash(1);
    assertEquals(node(2), cluster.dc().name);
    assertEquals(new Epoch(2, node(2)), cluster.dc().state().seen());
    assertEquals("down", state(cluster.cib.root(), 1, "expected"));
  }

  @Test
  void aControllerThatIsRestartedIsWaitedForAndNotFenced() {
    TestCluster cluster = running();
    cluster.killController(2);
    assertTrue(cluster.dc().state().coordination().orElseThrow().held());
    cluster.story.clear();
    cluster.restartController(2, 2);
    assertFalse(String.join("\n", cluster.story).contains("fenced"));
    assertFalse(String.join("\n", cluster.story).contains("executes"));
    assertTrue(runsOn(cluster.cib.root(), 2));
  }

  @Test
  void aControllerThatDoesNotComeBackIsFenced() {
    TestCluster cluster = running();
    cluster.killController(2);
    cluster.fire(1, Timer.of(Timer.Kind.RETURN_HOLD));
    cluster.story.clear();
    cluster.fire(1, new Timer(Timer.Kind.RETURN_LIMIT, "n2"));
    assertTrue(cluster.story.contains("n1 has n2 fenced: off"), cluster.story::toString);
    assertTrue(cluster.story.contains("n3 executes web_start_0"), cluster.story::toString);
  }

  @Test
  void anOrderOfAnOldEpochIsRefused() {
    TestCluster cluster = running();
    ControllerMessage.OperationOrdered order =
        new ControllerMessage.OperationOrdered(
            new Epoch(1, node(1)), node(3), new TransitionKey(1, 1, 0, "old"), START);
    cluster.crash(1);
    Optional<Refusal> refusal =
        cluster.at(3).happen(new ControllerEvent.MessageDelivered(node(1), order));
    assertEquals(Optional.of(ControllerRefusal.OLD_EPOCH), refusal);
  }

  @Test
  void aCoordinatorThatHearsOfAGreaterEpochStopsAtOnceAndIsElectedAnew() {
    TestCluster cluster = running();
    cluster.executorsAnswer = false;
    cluster.scheduler = cib -> graph(operation(1, "db", "start", 3));
    changeConfiguration(cluster);
    assertTrue(cluster.at(1).state().transition().run().isPresent());
    cluster.at(1).happen(new ControllerEvent.EpochSeen(new Epoch(7, new NodeName("n9"))));
    assertTrue(cluster.at(1).state().transition().run().isEmpty());
    assertTrue(cluster.at(1).state().coordination().isEmpty());
    cluster.run();
    assertEquals(new Epoch(8, node(1)), cluster.dc().state().seen());
  }

  private static void changeConfiguration(TestCluster cluster) {
    change(
        cluster,
        "resources",
        Element.of(
            "primitive", "id", "db", "class", "ocf", "provider", "systole", "type", "Dummy"));
  }

  /** An administrator merges a fragment into a section. */
  static void change(TestCluster cluster, String section, Element fragment) {
    EditResult result =
        CibEdits.apply(
            cluster.cib,
            ImmutableList.of(new CibEdit.Bump(), new CibEdit.Modify(section, fragment, true)));
    if (result instanceof EditResult.Applied applied) {
      cluster.changeCib(applied.cib());
      cluster.run();
    } else {
      throw new IllegalStateException(result.toString());
    }
  }

  @Test
  void aChangeDuringATransitionAbortsItAndWhatRunsIsAwaited() {
    TestCluster cluster = running();
    cluster.executorsAnswer = false;
    cluster.scheduler =
        cib -> graph(operation(1, "db", "start", 3), operation(2, "db", "monitor", 3));
    changeConfiguration(cluster);
    cluster.story.clear();
    cluster.scheduler = cib -> graph();
    cluster.at(2).happen(new ControllerEvent.LeaveRequested(77));
    cluster.run();
    assertFalse(cluster.story.contains("n1 asks the scheduler"), cluster.story::toString);
    ControllerEffect.Execute held = (ControllerEffect.Execute) cluster.at(3).heldBack.get(0);
    cluster.finish(cluster.at(3), held, 0);
    cluster.run();
    assertTrue(cluster.story.contains("n1 asks the scheduler"), cluster.story::toString);
    assertFalse(cluster.story.contains("n3 executes db_monitor_0"), cluster.story::toString);
  }

  @Test
  void aFailedStartIsCountedAndScheduledAnew() {
    TestCluster cluster = running();
    cluster.executorsAnswer = false;
    cluster.scheduler =
        cib ->
            runsOn(cib, 2) && cib.toString().contains("fail-count-db")
                ? graph()
                : graph(operation(1, "db", "start", 3));
    changeConfiguration(cluster);
    cluster.story.clear();
    ControllerEffect.Execute held = (ControllerEffect.Execute) cluster.at(3).heldBack.remove(0);
    cluster.finish(cluster.at(3), held, 1);
    cluster.run();
    assertTrue(
        cluster.story.contains("n3's attribute fail-count-db#start_0 is INFINITY"),
        cluster.story::toString);
    assertTrue(
        cluster.story.contains("n3's attribute last-failure-db#start_0 is 1000"),
        cluster.story::toString);
    assertTrue(
        cluster
            .cib
            .root()
            .toString()
            .contains("name=\"fail-count-db#start_0\" value=\"INFINITY\""));
  }

  @Test
  void aNodeLeavesInOrderAndIsNotFenced() {
    TestCluster cluster = running();
    cluster.scheduler =
        cib ->
            cib.toString().contains("name=\"shutdown\"")
                ? graph(
                    operation(1, "web", "stop", 2),
                    event(2, "do_shutdown", 2, "CRM_meta_op_no_wait", "true"))
                : state(cib, 2, "expected").equals("member")
                        && state(cib, 2, "crmd").equals("offline")
                    ? graph(event(1, "stonith", 2))
                    : graph();
    cluster.story.clear();
    cluster.happen(2, new ControllerEvent.LeaveRequested(4711));
    assertTrue(cluster.at(2).left.isPresent(), cluster.story::toString);
    cluster.killController(2);
    cluster.crash(2);
    assertFalse(String.join("\n", cluster.story).contains("fenced"), cluster.story::toString);
    assertEquals("down", state(cluster.cib.root(), 2, "expected"));
    assertFalse(cluster.cib.root().toString().contains("shutdown"));
  }

  @Test
  void anExecutorThatComesBackIsAskedAndGetsItsOrdersAgain() {
    TestCluster cluster = running();
    cluster.executorsAnswer = false;
    cluster.scheduler = cib -> graph(operation(1, "db", "start", 3));
    changeConfiguration(cluster);
    cluster.at(3).happen(new ControllerEvent.Disconnected(Service.EXECUTOR));
    cluster.story.clear();
    cluster.happen(3, new ControllerEvent.Connected(Service.EXECUTOR));
    assertEquals(ImmutableList.of("n3 executes db_start_0"), cluster.story);
    cluster.scheduler = cib -> graph();
    cluster.finish(cluster.at(3), (ControllerEffect.Execute) cluster.at(3).heldBack.get(1), 0);
    cluster.run();
    assertTrue(cluster.at(1).state().transition().run().isEmpty());
    assertTrue(cluster.at(3).state().orders().outstanding().isEmpty());
  }

  @Test
  void anExecutorThatComesBackGetsNoOrderOfAReplacedCoordinator() {
    TestCluster cluster = running();
    cluster.executorsAnswer = false;
    cluster.scheduler = cib -> graph(operation(1, "db", "start", 3));
    changeConfiguration(cluster);
    cluster.at(3).happen(new ControllerEvent.Disconnected(Service.EXECUTOR));
    cluster.at(3).happen(new ControllerEvent.EpochSeen(new Epoch(7, new NodeName("n9"))));
    cluster.story.clear();
    cluster.happen(3, new ControllerEvent.Connected(Service.EXECUTOR));
    assertFalse(cluster.story.contains("n3 executes db_start_0"), cluster.story::toString);
    assertTrue(cluster.at(3).state().orders().outstanding().isEmpty());
  }

  @Test
  void anotherViewOfTheReplicasLeadsToOneNewRound() {
    TestCluster cluster = running();
    cluster.story.clear();
    cluster.desynchronise();
    assertEquals(new Epoch(2, node(1)), cluster.dc().state().seen());
    assertEquals(3, cluster.story.stream().filter(line -> line.contains("announce")).count());
    assertEquals(1, cluster.story.stream().filter(line -> line.contains("opens")).count());
    assertTrue(cluster.story.contains("n1 asks the scheduler"));
  }

  @Test
  void withoutQuorumTheSchedulerIsToldSo() {
    TestCluster cluster = running();
    cluster.crash(2);
    cluster.scheduler =
        cib -> {
          cluster.note("have-quorum " + cib.attribute("have-quorum", ""));
          return graph();
        };
    cluster.crash(3);
    assertTrue(cluster.story.contains("have-quorum 0"), cluster.story::toString);
  }

  @Test
  void aFailedFencingIsTriedAgainAndNotForEver() {
    TestCluster cluster = running();
    cluster.fencingSucceeds = false;
    cluster.crash(2);
    Timer retry = Timer.of(Timer.Kind.FENCING_RETRY);
    int attempts = 1;
    while (cluster.at(1).timers.containsKey(retry)) {
      cluster.fire(1, retry);
      attempts++;
    }
    assertEquals(10, attempts);
    assertFalse(runsOn(cluster.cib.root(), 3));
    cluster.fencingSucceeds = true;
    cluster.fire(1, Timer.of(Timer.Kind.RECHECK));
    assertTrue(runsOn(cluster.cib.root(), 3));
  }

  @Test
  void aFencingFromBeforeANodeCameBackIsNotBelieved() {
    TestCluster cluster = running();
    cluster.fencingSucceeds = false;
    cluster.crash(2);
    Optional<Refusal> refusal =
        cluster
            .at(1)
            .happen(
                new ControllerEvent.FencingHeard(
                    node(2), "off", true, Optional.of(new Epoch(0, node(3)))));
    assertEquals(Optional.of(ControllerRefusal.STALE_FENCING), refusal);
    assertEquals("member", state(cluster.cib.root(), 2, "expected"));
    cluster.happen(
        1,
        new ControllerEvent.FencingHeard(node(2), "off", true, Optional.of(new Epoch(2, node(3)))));
    assertEquals("down", state(cluster.cib.root(), 2, "expected"));
    assertTrue(runsOn(cluster.cib.root(), 3));
  }

  @Test
  void nodesThatStartTogetherWaitForEachOther() {
    TestCluster cluster = new TestCluster(3).start(1, 2);
    assertEquals(ImmutableList.of(), cluster.story);
    cluster.fire(2, Timer.of(Timer.Kind.DEADTIME));
    assertEquals(node(1), cluster.dc().name);
    assertFalse(cluster.at(1).timers.containsKey(Timer.of(Timer.Kind.DEADTIME)));
  }

  @Test
  void aNodeThatWasFencedWhileItWasThereIsNotFencedAgainWhenItGoes() {
    TestCluster cluster = running();
    cluster.happen(
        1,
        new ControllerEvent.FencingHeard(
            node(2), "reboot", true, Optional.of(new Epoch(1, node(1)))));
    cluster.story.clear();
    cluster.crash(2);
    assertFalse(cluster.story.contains("n1 has n2 fenced: off"), cluster.story::toString);
    assertEquals("down", state(cluster.cib.root(), 2, "expected"));
    assertTrue(runsOn(cluster.cib.root(), 3), cluster.story::toString);
  }

  @Test
  void aFencingThatEndsBetweenTwoRoundsIsNotForgotten() {
    TestCluster cluster = running();
    cluster
        .at(1)
        .happen(
            new ControllerEvent.ViewChanged(
                new View(
                    new ViewId(50, node(1)),
                    ImmutableSortedSet.of(node(1), node(3)),
                    ImmutableSortedSet.of(node(1), node(3)),
                    2,
                    true)));
    assertTrue(cluster.at(1).state().coordination().isEmpty());
    cluster
        .at(1)
        .happen(new ControllerEvent.FenceEnded(new Epoch(1, node(1)), node(2), "off", true, ""));
    cluster.story.clear();
    cluster.crash(2);
    assertFalse(cluster.story.contains("n1 has n2 fenced: off"), cluster.story::toString);
    assertTrue(runsOn(cluster.cib.root(), 3), cluster.story::toString);
  }

  @Test
  void aFencingOfANodeThatHasComeBackSinceCountsForNothing() {
    TestCluster cluster = running();
    cluster.crash(2);
    cluster.restartController(2, 2);
    assertEquals("member", state(cluster.cib.root(), 2, "expected"));
    Optional<Refusal> refusal =
        cluster
            .at(1)
            .happen(
                new ControllerEvent.FenceEnded(new Epoch(2, node(1)), node(2), "off", true, ""));
    assertEquals(Optional.of(ControllerRefusal.STALE_FENCING), refusal);
    assertEquals("member", state(cluster.cib.root(), 2, "expected"));
  }

  @Test
  void aNodeThatIsLostWhileItLeavesIsFenced() {
    TestCluster cluster = running();
    cluster.scheduler = cib -> graph();
    cluster.happen(2, new ControllerEvent.LeaveRequested(4711));
    assertTrue(cluster.cib.root().toString().contains("shutdown"));
    cluster.scheduler = ControllerTest::webOnTwo;
    cluster.crash(2);
    assertFalse(cluster.cib.root().toString().contains("shutdown"));
    assertTrue(cluster.story.contains("n1 has n2 fenced: off"), cluster.story::toString);
  }
}
