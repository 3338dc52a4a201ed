package io.systole.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.Recorder.Ended;
import io.systole.cluster.Recorder.Heard;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every engine promises, tried on each. */
public abstract class EngineContract {

  private static final String GROUP = "controller";

  private final TreeMap<String, ClusterEngine> engines = new TreeMap<>();
  private final TreeMap<String, Recorder> recorders = new TreeMap<>();
  private final TreeMap<String, ClusterEngine.Group> groups = new TreeMap<>();
  private @Nullable EngineHarness cluster;

  /** A cluster in which no node runs yet. */
  protected abstract EngineHarness cluster(QuorumPolicy quorum, List<String> nodes)
      throws Exception;

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theFirstEventIsAViewThatHoldsThisNode() throws Exception {
    EngineHarness c = use(QuorumPolicy.majority(1), "a");
    join("a");
    c.await("a view", () -> !events("a").isEmpty());
    View first = assertInstanceOf(View.class, events("a").get(0));
    assertTrue(first.members().contains(new NodeName("a")), first.toString());
    assertTrue(first.quorate());
  }

  @Test
  void allSeeTheSameViews() throws Exception {
    allJoined();
    View view = recorder("a").lastView().orElseThrow();
    assertEquals(view, recorder("b").lastView().orElseThrow());
    assertEquals(view, recorder("c").lastView().orElseThrow());
    assertEquals(2, view.quorum());
    assertTrue(view.quorate());
    for (Recorder recorder : recorders.values()) {
      assertViewsGrow(recorder.views());
    }
  }

  @Test
  void concurrentSendersAreHeardInOneOrderByAll() throws Exception {
    EngineHarness c = allJoined();
    int each = 100;
    for (int n = 0; n < each; n++) {
      for (ClusterEngine.Group group : groups.values()) {
        group.multicast(numbered(n));
      }
    }
    c.await("all messages", () -> allHave(3 * each));
    ImmutableList<String> order = recorder("a").texts();
    assertEquals(order, recorder("b").texts());
    assertEquals(order, recorder("c").texts());
    for (String sender : List.of("a", "b", "c")) {
      List<String> sent = new ArrayList<>();
      for (int n = 0; n < each; n++) {
        sent.add(sender + ":" + n);
      }
      assertEquals(sent, order.stream().filter(text -> text.startsWith(sender)).toList());
    }
  }

  @Test
  void aNodeThatLeftAGroupIsStillANode() throws Exception {
    EngineHarness c = allJoined();
    group("b").close();
    c.await("a view without b", () -> recorder("a").hasMembers("a", "c"));
    assertTrue(recorder("a").hasNodes("a", "b", "c"));
    group("a").multicast(numbered(7));
    c.await("a message", () -> recorder("c").texts().contains("a:7"));
    assertEquals(ImmutableList.of(), recorder("b").texts());
    c.await("the same at c", () -> recorder("c").hasMembers("a", "c"));
  }

  @Test
  void newsOfAFormerStayIsNotHeardInTheNext() throws Exception {
    EngineHarness c = allJoined();
    ClusterEngine.Group stay = group("b");
    for (int round = 0; round < 20; round++) {
      Recorder next = new Recorder();
      group("a").multicast(numbered(round));
      stay.multicast(numbered(round));
      stay.close();
      stay = engine("b").join(GROUP, next);
      c.await("a view", () -> next.hasMembers("a", "b", "c"));
      assertInstanceOf(View.class, next.events().get(0));
      assertFalse(next.texts().contains("b:" + round), next.texts().toString());
    }
  }

  @Test
  void groupsDoNotHearEachOther() throws Exception {
    EngineHarness c = allJoined();
    Recorder other = new Recorder();
    ClusterEngine.Group cib = engine("b").join("cib", other);
    c.await("a view of the other group", () -> other.hasMembers("b"));
    cib.multicast(numbered(1));
    c.await("a message", () -> other.texts().size() == 1);
    group("a").multicast(numbered(2));
    c.await("a message in the first group", () -> allHave(1));
    assertEquals(ImmutableList.of("b:1"), other.texts());
    assertEquals(ImmutableList.of("a:2"), recorder("b").texts());
  }

  @Test
  void aGroupHasOneProcessANode() throws Exception {
    EngineHarness c = use(QuorumPolicy.majority(1), "a");
    join("a");
    c.await("a view", () -> recorder("a").hasMembers("a"));
    EngineException refused =
        assertThrows(EngineException.class, () -> engine("a").join(GROUP, new Recorder()));
    assertTrue(String.valueOf(refused.getMessage()).contains(GROUP), refused.toString());
  }

  @Test
  void aCrashedNodeIsInNoViewOfTheOthers() throws Exception {
    EngineHarness c = allJoined();
    c.crash("a");
    c.await("views without a", () -> both("b", "c"));
    assertEquals(recorder("b").lastView(), recorder("c").lastView());
    assertTrue(recorder("b").lastView().orElseThrow().quorate());
    group("b").multicast(numbered(1));
    c.await("a message", () -> recorder("c").texts().contains("b:1"));
  }

  @Test
  void thePartsOfAPartitionGoTheirWaysAndMeetAgain() throws Exception {
    EngineHarness c = allJoined();
    c.partition(List.of(List.of("a"), List.of("b", "c")));
    c.await("a to be alone", () -> recorder("a").hasNodes("a"));
    c.await("b and c together", () -> both("b", "c"));
    assertFalse(recorder("a").lastView().orElseThrow().quorate());
    assertTrue(recorder("b").lastView().orElseThrow().quorate());
    group("a").multicast(numbered(1));
    group("b").multicast(numbered(2));
    c.await("a's message at a", () -> recorder("a").texts().contains("a:1"));
    c.await("b's message at c", () -> recorder("c").texts().contains("b:2"));
    c.heal();
    c.await("all together", () -> allAre("a", "b", "c"));
    assertEquals(recorder("a").lastView(), recorder("b").lastView());
    assertFalse(recorder("c").texts().contains("a:1"));
    assertFalse(recorder("a").texts().contains("b:2"));
    recorders.values().forEach(recorder -> assertViewsGrow(recorder.views()));
  }

  @Test
  void aMajorityIsQuorate() throws Exception {
    EngineHarness c = use(QuorumPolicy.majority(3), "a", "b", "c");
    join("a");
    c.await("a view", () -> recorder("a").hasMembers("a"));
    assertFalse(recorder("a").lastView().orElseThrow().quorate());
    join("b");
    c.await("two members", () -> recorder("a").hasMembers("a", "b"));
    assertTrue(recorder("a").lastView().orElseThrow().quorate());
  }

  @Test
  void eitherOfTwoNodesMayActOnceTheyHaveMet() throws Exception {
    EngineHarness c = use(QuorumPolicy.twoNodes(), "a", "b");
    join("a");
    c.await("a view", () -> recorder("a").hasMembers("a"));
    assertFalse(recorder("a").lastView().orElseThrow().quorate());
    join("b");
    c.await("two members", () -> recorder("a").hasMembers("a", "b"));
    assertTrue(recorder("a").lastView().orElseThrow().quorate());
    c.crash("b");
    c.await("a to be alone", () -> recorder("a").hasNodes("a"));
    assertTrue(recorder("a").lastView().orElseThrow().quorate());
    assertEquals(1, recorder("a").lastView().orElseThrow().quorum());
  }

  @Test
  void aLargeMessageArrivesWhole() throws Exception {
    EngineHarness c = allJoined();
    Element large = Element.builder("cib").text("x<y".repeat(5 << 18)).build();
    group("b").multicast(large);
    c.await("the message", () -> allHave(1));
    recorders.values().forEach(r -> assertEquals(large, r.all(Heard.class).get(0).message()));
  }

  @Test
  void aClosedEngineIsSilent() throws Exception {
    EngineHarness c = allJoined();
    engine("b").close();
    int heard = events("b").size();
    c.await("a view without b", () -> recorder("a").hasMembers("a", "c"));
    group("a").multicast(numbered(1));
    c.await("a message", () -> recorder("c").texts().contains("a:1"));
    assertEquals(heard, events("b").size());
  }

  @Test
  void aNodeThatCameBackWasGone() throws Exception {
    EngineHarness c = allJoined();
    c.crash("b");
    join("b");
    c.await("b to be back", () -> recorder("b").hasMembers("a", "b", "c"));
    // What b hears of its own return says nothing of when the others do.
    for (String other : List.of("a", "c")) {
      c.await(other + " to see b go", () -> sawGo(other, "b"));
    }
    c.await("b at the others", () -> allAre("a", "b", "c"));
    group("b").multicast(numbered(1));
    c.await("a message of the new b", () -> allHave(1));
  }

  @Test
  void whoIsCutOffIsToldSo() throws Exception {
    EngineHarness c = allJoined();
    c.cutOff("b");
    c.await("the end", () -> !recorder("b").all(Ended.class).isEmpty());
    assertInstanceOf(Ended.class, events("b").getLast());
    c.await("a view without b", () -> recorder("a").hasMembers("a", "c"));
    group("a").multicast(numbered(1));
    c.await("a message", () -> recorder("c").texts().contains("a:1"));
    assertInstanceOf(Ended.class, events("b").getLast());
  }

  private EngineHarness use(QuorumPolicy quorum, String... nodes) throws Exception {
    EngineHarness made = cluster(quorum, List.of(nodes));
    cluster = made;
    return made;
  }

  private EngineHarness allJoined() throws Exception {
    EngineHarness c = use(QuorumPolicy.majority(3), "a", "b", "c");
    for (String node : List.of("a", "b", "c")) {
      join(node);
    }
    c.await("all to be members", () -> allAre("a", "b", "c"));
    return c;
  }

  private void join(String node) throws Exception {
    if (cluster == null) {
      throw new IllegalStateException("no cluster");
    }
    ClusterEngine engine = cluster.start(node);
    Recorder recorder = new Recorder();
    engines.put(node, engine);
    recorders.put(node, recorder);
    groups.put(node, engine.join(GROUP, recorder));
  }

  private ClusterEngine engine(String node) {
    return engines.getOrDefault(node, engines.firstEntry().getValue());
  }

  private ClusterEngine.Group group(String node) {
    return groups.getOrDefault(node, groups.firstEntry().getValue());
  }

  private Recorder recorder(String node) {
    return recorders.getOrDefault(node, recorders.firstEntry().getValue());
  }

  private ImmutableList<Object> events(String node) {
    return recorder(node).events();
  }

  private boolean both(String one, String other) {
    return recorder(one).hasNodes(one, other)
        && recorder(other).hasNodes(one, other)
        && recorder(one).hasMembers(one, other)
        && recorder(other).hasMembers(one, other);
  }

  private boolean allAre(String... members) {
    return recorders.values().stream().allMatch(recorder -> recorder.hasMembers(members));
  }

  private boolean allHave(int messages) {
    return recorders.values().stream()
        .allMatch(recorder -> recorder.all(Heard.class).size() >= messages);
  }

  private boolean sawGo(String node, String gone) {
    return recorder(node).views().stream()
        .skip(firstWithAll(node))
        .anyMatch(view -> !view.members().contains(new NodeName(gone)));
  }

  private long firstWithAll(String node) {
    return recorder(node).views().stream().takeWhile(view -> view.members().size() < 3).count();
  }

  private static void assertViewsGrow(ImmutableList<View> views) {
    List<ViewId> ids = views.stream().map(View::id).toList();
    assertEquals(ids.stream().sorted().distinct().toList(), ids);
  }

  private static Element numbered(int n) {
    return Element.of("m", "n", Integer.toString(n));
  }
}
