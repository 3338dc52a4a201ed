package io.systole.cluster.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.Recorder;
import io.systole.cluster.Recorder.Ended;
import io.systole.cluster.Recorder.Heard;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The faults of the simulated network, and that a run can be repeated. */
final class InProcessNetworkTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final Duration LONG = Duration.ofSeconds(3);

  private final TreeMap<NodeName, Recorder> heard = new TreeMap<>();
  private final TreeMap<NodeName, ClusterEngine.Group> groups = new TreeMap<>();

  @Test
  void randomSchedulesKeepThePromises() {
    int views = 0;
    for (long seed = 1; seed <= 200; seed++) {
      try {
        views += new Schedule(seed).run().views().size();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + " (new Schedule(" + seed + "L).run())", e);
      }
    }
    assertTrue(views > 2000, "only " + views + " views: the schedules do too little");
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(new Schedule(seed).run().transcript(), new Schedule(seed).run().transcript());
    }
    assertNotEquals(new Schedule(1).run().transcript(), new Schedule(2).run().transcript());
  }

  @Test
  void aPausedNodeActsOnWhatItHadQueuedBeforeItLearnsThatItIsOut() throws Exception {
    InProcessNetwork network = cluster(1);
    network.pause(C);
    group(B).multicast(Element.of("m", "n", "1"));
    network.time().runFor(LONG);
    assertTrue(heard(B).hasNodes("a", "b"), heard(B).events() + " " + network.faults());
    assertFalse(heard(C).texts().contains("b:1"));
    network.resume(C);
    int before = heard(C).events().size();
    network.time().runFor(LONG);
    List<Object> since = heard(C).events().subList(before, heard(C).events().size());
    assertTrue(since.getFirst() instanceof Heard, since.toString());
    assertTrue(since.getLast() instanceof View, since.toString());
    assertTrue(heard(C).hasNodes("a", "b", "c"));
  }

  @Test
  void whatAPausedNodeSaysAfterItWasPutOutIsHeardByNobody() throws Exception {
    InProcessNetwork network = cluster(2);
    network.pause(A);
    network.time().runFor(LONG);
    network.resume(A);
    group(A).multicast(Element.of("m", "n", "stale"));
    network.time().runFor(LONG);
    assertTrue(heard(B).hasMembers("a", "b", "c"));
    heard.values().forEach(r -> assertFalse(r.texts().contains("a:stale"), r.texts()::toString));
  }

  @Test
  void aShortPauseIsNotNoticed() throws Exception {
    InProcessNetwork network = cluster(3);
    int views = heard(B).views().size();
    network.pause(A);
    network.time().runFor(network.options().detection().dividedBy(2));
    network.resume(A);
    group(A).multicast(Element.of("m", "n", "1"));
    network.time().runFor(LONG);
    assertEquals(views, heard(B).views().size());
    assertTrue(heard(C).texts().contains("a:1"));
  }

  @Test
  void aPausedProcessHearsWhatItMissedAndThenThatItIsOut() throws Exception {
    InProcessNetwork network = cluster(4);
    network.pauseProcess(A, "main");
    group(B).multicast(Element.of("m", "n", "1"));
    network.time().runFor(network.options().clientTimeout().plus(LONG));
    assertTrue(heard(B).hasMembers("b", "c"));
    assertTrue(heard(B).hasNodes("a", "b", "c"));
    group(B).multicast(Element.of("m", "n", "2"));
    network.time().runFor(LONG);
    network.resumeProcess(A, "main");
    network.time().runFor(LONG);
    assertEquals(ImmutableList.of("b:1"), heard(A).texts());
    assertTrue(heard(A).events().getLast() instanceof Ended);
  }

  @Test
  void aCutInOneDirectionPartsTheTwo() throws Exception {
    InProcessNetwork network = cluster(5);
    network.cut(A, B);
    network.time().runFor(LONG);
    assertTrue(
        heard(A).lastView().orElseThrow().nodes().stream().noneMatch(B::equals),
        heard(A).events()::toString);
    assertTrue(heard(B).lastView().orElseThrow().nodes().stream().noneMatch(A::equals));
    network.heal();
    network.time().runFor(LONG);
    assertTrue(heard(C).hasMembers("a", "b", "c"));
  }

  @Test
  void partedNodesMayHaveGotDifferentBeginningsOfTheOldViewsMessages() throws Exception {
    TreeSet<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= 30; seed++) {
      InProcessNetwork network = cluster(seed);
      for (int n = 0; n < 10; n++) {
        group(B).multicast(Element.of("m", "n", Integer.toString(n)));
      }
      network.time().runFor(Duration.ofMillis(seed));
      network.partition(List.of(ImmutableSet.of(A, B)));
      network.time().runFor(LONG);
      List<String> atB = heard(B).texts();
      List<String> atC = heard(C).texts();
      assertTrue(atB.size() >= atC.size(), () -> "c hears more than the sender's side: " + atC);
      assertEquals(atB.subList(0, atC.size()), atC);
      outcomes.add(atB.size() == atC.size() ? "same" : "different");
    }
    assertEquals(new TreeSet<>(List.of("different", "same")), outcomes);
  }

  @Test
  void aCloggedNodeHearsAllThatTheOthersDoInTheSameOrderAndLater() throws Exception {
    InProcessNetwork network = cluster(8);
    int views = heard(C).views().size();
    network.clog(C, LONG);
    for (int n = 0; n < 10; n++) {
      group(n % 2 == 0 ? B : C).multicast(Element.of("m", "n", Integer.toString(n)));
    }
    network.time().runFor(LONG);
    assertTrue(
        heard(C).texts().size() < heard(A).texts().size(),
        () -> "c is not late: " + heard(C).texts());
    network.time().runFor(LONG);
    assertEquals(10, heard(A).texts().size());
    assertEquals(heard(A).texts(), heard(C).texts());
    assertEquals(views, heard(C).views().size());

    network.heal();
    group(A).multicast(Element.of("m", "n", "soon"));
    network.time().runFor(network.options().maxLatency().multipliedBy(3));
    assertEquals("a:soon", heard(C).texts().getLast());
  }

  @Test
  void aLossEndsTheView() throws Exception {
    InProcessNetwork network = cluster(6);
    View before = heard(A).lastView().orElseThrow();
    group(A).multicast(Element.of("m", "n", "1"));
    network.lose(A);
    network.time().runFor(LONG);
    View after = heard(A).lastView().orElseThrow();
    assertEquals(before.members(), after.members());
    assertTrue(before.id().compareTo(after.id()) < 0);
    assertEquals(ImmutableList.of(), heard(B).texts());
    assertEquals(after, heard(B).lastView().orElseThrow());
  }

  @Test
  void timersOfAPausedProcessWaitAndThoseOfADeadOneNeverFire() throws Exception {
    InProcessNetwork network = cluster(7);
    List<String> fired = new ArrayList<>();
    network.engine(A).after(Duration.ofMillis(10), () -> fired.add("a"));
    network.engine(B).after(Duration.ofMillis(10), () -> fired.add("b"));
    InProcessEngine.Timer cancelled =
        network.engine(C).after(Duration.ofMillis(10), () -> fired.add("c"));
    cancelled.cancel();
    network.pauseProcess(A, "main");
    network.crash(B);
    network.time().runFor(Duration.ofMillis(100));
    assertEquals(List.of(), fired);
    network.resumeProcess(A, "main");
    network.time().runFor(Duration.ofMillis(1));
    assertEquals(List.of("a"), fired);
  }

  @Test
  void faultsAreToldAsTheyHappen() throws Exception {
    InProcessNetwork network = cluster(8);
    List<Fault> seen = new ArrayList<>();
    network.observe(seen::add);
    network.crash(C);
    network.time().runFor(LONG);
    network.start(C);
    assertEquals(Fault.Kind.CRASH, seen.get(0).kind());
    assertEquals(Fault.Kind.VIEW, seen.get(1).kind());
    assertEquals("c/2", seen.get(2).what());
    assertEquals(
        seen, network.faults().subList(network.faults().size() - 3, network.faults().size()));
  }

  @Test
  void aNodeThatRunsIsNotStartedTwice() throws Exception {
    InProcessNetwork network = cluster(9);
    assertThrows(IllegalStateException.class, () -> network.start(A));
    assertThrows(IllegalArgumentException.class, () -> network.start(new NodeName("x")));
    network.crash(A);
    assertThrows(IllegalStateException.class, () -> network.engine(A));
  }

  private InProcessNetwork cluster(long seed) throws Exception {
    InProcessNetwork network =
        InProcessNetwork.started(
            InProcessOptions.of(seed, QuorumPolicy.majority(3)), List.of(A, B, C));
    for (NodeName node : network.names()) {
      Recorder recorder = new Recorder();
      heard.put(node, recorder);
      groups.put(node, network.engine(node).join("controller", recorder));
    }
    network.time().runFor(LONG);
    assertTrue(heard(A).hasMembers("a", "b", "c"));
    return network;
  }

  private Recorder heard(NodeName node) {
    return heard.getOrDefault(node, new Recorder());
  }

  private ClusterEngine.Group group(NodeName node) {
    return groups.getOrDefault(node, groups.firstEntry().getValue());
  }
}
