package io.systole.refinement.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.refinement.graph.Liveness.Fairness;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client asks, waits, and is answered; meanwhile somebody turns a wheel. */
class LivenessTest {

  private static final Fairness ANSWER = new Fairness("Answer", labelled("Answer"));
  private static final Fairness TURN = new Fairness("Turn", labelled("Turn"));

  private final StateGraph graph = new StateGraph(ImmutableList.of("state"));

  private static java.util.function.Predicate<Label> labelled(String action) {
    return label -> label.action().equals(action);
  }

  private static StateGraph.Edge edge(String action, int to) {
    return new StateGraph.Edge(new Label(action, ImmutableSortedMap.of()), to);
  }

  private int state(String name) {
    return graph.add(ImmutableList.of(name));
  }

  private static BitSet set(int... states) {
    BitSet set = new BitSet();
    for (int state : states) {
      set.set(state);
    }
    return set;
  }

  private Optional<String> waitsForEver(Fairness... fair) {
    return new Liveness(graph, ImmutableList.copyOf(fair)).staysIn(set(1, 2));
  }

  /** 0 idle, 1 waits, 2 waits with the wheel turned, 3 answered. */
  private void client(List<StateGraph.Edge> turned) {
    graph.addInitial(state("idle"));
    int waits = state("waits");
    int other = state("turned");
    int answered = state("answered");
    graph.addEdges(0, List.of(edge("Ask", waits)));
    graph.addEdges(waits, List.of(edge("Turn", other), edge("Answer", answered)));
    graph.addEdges(other, turned);
    graph.addEdges(answered, List.of());
  }

  @Test
  void whoeverIsAnsweredFairlyDoesNotWaitForEver() {
    client(List.of(edge("Turn", 1), edge("Answer", 3)));
    assertEquals(Optional.empty(), waitsForEver(ANSWER));
    assertEquals(Optional.empty(), waitsForEver(ANSWER, TURN));
  }

  @Test
  void withoutFairnessNothingHasToHappen() {
    client(List.of(edge("Turn", 1), edge("Answer", 3)));
    assertTrue(waitsForEver().isPresent());
    assertTrue(waitsForEver(TURN).isPresent());
  }

  @Test
  void anAnswerThatCantAlwaysBeGivenNeedNotBe() {
    client(List.of(edge("Turn", 1)));
    String story = waitsForEver(ANSWER, TURN).orElseThrow();
    assertTrue(story.startsWith("after\n  Ask()\n"), story);
    assertTrue(story.endsWith("this may go on for ever:\n  Turn()"), story);
  }

  @Test
  void aStepThatChangesNothingIsNone() {
    client(List.of(edge("Answer", 2)));
    String story = waitsForEver(ANSWER, TURN).orElseThrow();
    assertTrue(story.contains("state = turned"), story);
    assertTrue(story.endsWith("nothing has to happen any more"), story);
  }

  @Test
  void whatIsLeftForGoodIsNotComeBackTo() {
    client(List.of(edge("Turn", 1), edge("Answer", 3)));
    Liveness liveness = new Liveness(graph, ImmutableList.of(ANSWER));
    assertTrue(liveness.comesBackTo(set(0)).isPresent(), "nobody has to ask");
    assertEquals(Optional.empty(), liveness.comesBackTo(set(1, 2)));
    assertTrue(liveness.comesBackTo(set(3)).isPresent());
  }

  @Test
  void aFairnessOfNoStepIsAMistake() {
    client(List.of());
    ImmutableList<Fairness> fair = ImmutableList.of(new Fairness("Sing", labelled("Sing")));
    assertThrows(IllegalArgumentException.class, () -> new Liveness(graph, fair));
  }
}
