package io.systole.cluster.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.ring.RingBus.Node;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The core by itself, on a bus that keeps what the engine promises. */
final class RingGroupTest {

  private final RingBus bus = new RingBus();

  @Test
  void whoIsAloneHasAViewOnceTheQuorumIsKnown() {
    Node a = bus.boot("a");
    bus.formRing("a");
    a.start();
    bus.settle();
    assertEquals(ImmutableList.of(), a.views());
    a.hearQuorum(new QuorumState(true, 1));
    bus.settle();
    assertEquals(1, a.views().size());
    assertTrue(a.view().quorate());
  }

  @Test
  void aNewcomerHasTheViewThatTheOthersHave() {
    ring("a", "b", "c");
    bus.node("a").start();
    bus.quorate();
    bus.node("b").start();
    bus.quorate();
    bus.node("c").start();
    bus.quorate();
    View view = bus.node("a").view();
    assertEquals("[a, b, c]", view.members().toString());
    assertEquals(view, bus.node("b").view());
    assertEquals(view, bus.node("c").view());
  }

  @Test
  void aProcessThatIsStoppedHoldsNobodyUp() {
    allStarted("a", "b", "c");
    bus.node("c").pause();
    bus.node("b").crash();
    bus.formRing("a", "c");
    bus.quorate();
    assertEquals("[a, c]", bus.node("a").view().members().toString());
    assertEquals("[a, c]", bus.node("a").view().nodes().toString());
  }

  @Test
  void theMoreCarefulClaimHolds() {
    allStarted("a", "b");
    bus.node("b").hearQuorum(new QuorumState(false, 3));
    bus.settle();
    assertFalse(bus.node("a").view().quorate());
    assertEquals(3, bus.node("a").view().quorum());
    assertEquals(bus.node("a").view(), bus.node("b").view());
  }

  @Test
  void aNodeThatCameBackWithinOneChangeWasGone() {
    allStarted("a", "b", "c");
    bus.node("b").crash();
    bus.boot("b");
    bus.formRing("a", "b", "c");
    bus.quorate();
    List<View> views = bus.node("a").views();
    View gone = views.get(views.size() - 2);
    assertEquals("[a, c]", gone.nodes().toString());
    assertTrue(gone.id().compareTo(bus.node("a").view().id()) < 0);
  }

  @Test
  void whatIsSaidWithoutAViewWaitsForOne() {
    Node a = bus.boot("a");
    bus.formRing("a");
    a.start();
    a.say(1);
    bus.settle();
    assertEquals(ImmutableList.of(), a.heard());
    bus.quorate();
    assertEquals(ImmutableList.of("a:1"), a.heard());
  }

  @Test
  void whatIsSaidInARingThatEndedIsHeardByNobody() {
    allStarted("a", "b", "c");
    bus.node("a").say(1);
    bus.node("c").crash();
    bus.formRingFirst("a", "b");
    bus.quorate();
    assertEquals(ImmutableList.of(), bus.node("a").heard());
    assertEquals(ImmutableList.of(), bus.node("b").heard());
  }

  /** Members answer the view of a newcomer at once, before it has been told what it missed. */
  @Test
  void aNewcomerHearsAllThatIsSaidInItsFirstView() {
    allStarted("a", "b");
    bus.boot("c");
    bus.formRing("a", "b", "c");
    bus.quorate();
    bus.node("a").sayAtEachView();
    bus.node("c").start();
    bus.settle();
    assertEquals("[a, b, c]", bus.node("c").view().members().toString());
    assertEquals(ImmutableList.of("a:0"), bus.node("c").heard());
  }

  @Test
  void newcomersFindTheGroupIfNobodyIsLeftToAnswer() {
    ring("a", "b", "c");
    bus.node("a").start();
    bus.quorate();
    bus.node("b").start();
    bus.node("c").start();
    bus.node("a").stop();
    bus.settle();
    bus.quorate();
    assertEquals("[b, c]", bus.node("b").view().members().toString());
    assertEquals(bus.node("b").view(), bus.node("c").view());
  }

  /** Whatever comes and goes: views are the same, grow, and differ in their names. */
  @Property(tries = 400)
  void allAgree(@ForAll long seed) {
    Random random = new Random(seed);
    RingBus some = new RingBus();
    List<String> names = List.of("a", "b", "c", "d");
    names.forEach(some::boot);
    some.formRing("a", "b", "c", "d");
    for (int step = 0; step < 120; step++) {
      some.random(random, names);
    }
    some.healAll(names);
    View last = some.node("a").view();
    for (String name : names) {
      Node node = some.node(name);
      assertEquals(last, node.view(), () -> "seed " + seed + ", node " + name);
      List<ViewId> ids = node.views().stream().map(View::id).toList();
      assertEquals(ids.stream().sorted().distinct().toList(), ids, () -> "seed " + seed);
    }
    TreeMap<ViewId, View> known = new TreeMap<>();
    for (View view : some.allViews()) {
      View other = known.putIfAbsent(view.id(), view);
      assertTrue(other == null || other.equals(view), () -> "seed " + seed + ": " + view);
    }
    assertEquals("[a, b, c, d]", last.members().toString());
  }

  @Test
  void wordsAreReadAsTheyWereWritten() throws Exception {
    RingId ring = new RingId(7, new io.systole.kernel.NodeName("a"));
    allStarted("a", "b");
    bus.node("a").say(3);
    for (RingWord word : bus.words()) {
      assertEquals(word, RingWordCodec.decode(RingWordCodec.encode(word)));
    }
    RingWord said = new RingWord.Said(ring, Element.builder("x").text("a<b & c").build());
    assertEquals(said, RingWordCodec.decode(RingWordCodec.encode(said)));
  }

  private void ring(String... names) {
    for (String name : names) {
      bus.boot(name);
    }
    bus.formRing(names);
  }

  private void allStarted(String... names) {
    ring(names);
    for (String name : names) {
      bus.node(name).start();
      bus.quorate();
    }
  }
}
