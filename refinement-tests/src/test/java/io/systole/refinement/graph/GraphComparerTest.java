package io.systole.refinement.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphComparerTest {

  private static final Label UP = new Label("Up", ImmutableSortedMap.of("o", "\"Taken\""));
  private static final Label DOWN = new Label("Down", ImmutableSortedMap.of("o", "\"Taken\""));

  /** A counter from 0 to {@code last} that goes up and down. */
  private static StateGraph counter(int last) {
    StateGraph graph = new StateGraph(ImmutableList.of("count"));
    for (int i = 0; i <= last; i++) {
      graph.add(ImmutableList.of(Integer.toString(i)));
    }
    graph.addInitial(0);
    for (int i = 0; i <= last; i++) {
      List<StateGraph.Edge> edges = new ArrayList<>();
      if (i < last) {
        edges.add(new StateGraph.Edge(UP, i + 1));
      }
      if (i > 0) {
        edges.add(new StateGraph.Edge(DOWN, i - 1));
      }
      graph.addEdges(i, edges);
    }
    return graph;
  }

  private static GraphDifference difference(StateGraph spec, StateGraph code) {
    return GraphComparer.compare(spec, code).orElseThrow();
  }

  @Test
  void equalGraphsAreEqual() {
    assertEquals(Optional.empty(), GraphComparer.compare(counter(5), counter(5)));
    assertEquals(10, counter(5).edgeCount());
    assertEquals(6, counter(5).depth());
  }

  @Test
  void aStepThatOnlyOneSideTakesIsFoundInBothDirections() {
    GraphDifference missing = difference(counter(3), counter(2));
    assertEquals(GraphDifference.Kind.STEP_ONLY_IN_SPEC, missing.kind());
    assertEquals(Optional.of(UP), missing.label());
    assertEquals(3, missing.path().size());
    assertEquals(GraphDifference.Kind.STEP_ONLY_IN_CODE, difference(counter(2), counter(3)).kind());
  }

  @Test
  void aWalkEndsAtTheFirstDifferenceAndWhatIsKnownIsCompared() {
    StateGraph whole = counter(9);
    Watch watch = Watch.sameAs(counter(3));
    StateGraph walked = new StateGraph(ImmutableList.of("count"));
    for (int i = 0; i <= 9; i++) {
      walked.add(whole.state(i).values());
    }
    walked.addInitial(0);
    int state = -1;
    do {
      state++;
      walked.addEdges(state, whole.edges(state));
    } while (watch.goesOn(walked, state));
    assertEquals(3, state);
    GraphDifference difference = difference(walked, counter(3));
    assertEquals(GraphDifference.Kind.STEP_ONLY_IN_SPEC, difference.kind());
    assertEquals(4, difference.path().size());
  }

  @Test
  void aStepToAnotherStateIsFound() {
    StateGraph code = counter(2);
    code.addEdges(1, List.of(new StateGraph.Edge(UP, 1), new StateGraph.Edge(DOWN, 0)));
    GraphDifference difference = difference(counter(2), code);
    assertEquals(GraphDifference.Kind.OTHER_STATE, difference.kind());
    String story = difference.toString();
    assertTrue(story.contains("1. Up(o=\"Taken\")"), story);
    assertTrue(story.contains("in the specification:\n     count' = 2"), story);
    assertTrue(story.contains("in the code:\n     nothing changes"), story);
  }

  @Test
  void anotherOutcomeIsAnotherStep() {
    StateGraph code = counter(1);
    Label refused = new Label("Up", ImmutableSortedMap.of("o", "\"FULL\""));
    code.addEdges(0, List.of(new StateGraph.Edge(refused, 1)));
    assertEquals(Optional.of(refused), difference(counter(1), code).label());
  }

  @Test
  void anotherBeginningIsFound() {
    StateGraph code = counter(1);
    code.addInitial(1);
    assertEquals(GraphDifference.Kind.INITIAL_ONLY_IN_CODE, difference(counter(1), code).kind());
    assertEquals(GraphDifference.Kind.INITIAL_ONLY_IN_SPEC, difference(code, counter(1)).kind());
  }
}
