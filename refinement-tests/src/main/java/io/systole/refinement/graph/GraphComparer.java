package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.graph.StateGraph.Edge;
import io.systole.refinement.graph.StateGraph.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the graph of a specification with that of the code, in both directions: the same initial
 * states, and from each state the same labelled edges to the same states. Since both are walked
 * nearest first, what is found first is reached by a shortest path.
 */
public final class GraphComparer {

  private final StateGraph spec;
  private final StateGraph code;

  /** For each state of the specification's graph: the one before it, and by which edge. */
  private final int[] before;

  private final @Nullable Label[] by;
  private final Deque<Integer> todo = new ArrayDeque<>();

  private GraphComparer(StateGraph spec, StateGraph code) {
    this.spec = spec;
    this.code = code;
    this.before = new int[spec.size()];
    this.by = new Label[spec.size()];
    Arrays.fill(before, UNSEEN);
  }

  private static final int UNSEEN = -2;
  private static final int NONE = -1;

  /**
   * The first difference, or nothing if the graphs are the same. If the specification's was not
   * walked to its end, what is known of it is compared.
   */
  public static Optional<GraphDifference> compare(StateGraph spec, StateGraph code) {
    if (!spec.variables().equals(code.variables())) {
      throw new IllegalArgumentException(
          "the specification has the variables "
              + spec.variables()
              + " and the code's binding gives "
              + code.variables());
    }
    return new GraphComparer(spec, code).compare();
  }

  private Optional<GraphDifference> compare() {
    for (int state : spec.initial()) {
      if (!code.initial().contains(code.find(spec.state(state)))) {
        return Optional.of(begin(state, GraphDifference.Kind.INITIAL_ONLY_IN_SPEC, spec));
      }
      visit(state, NONE, Optional.empty());
    }
    for (int state : code.initial()) {
      if (!spec.initial().contains(spec.find(code.state(state)))) {
        return Optional.of(begin(state, GraphDifference.Kind.INITIAL_ONLY_IN_CODE, code));
      }
    }
    Translation translation = new Translation(spec, code);
    while (!todo.isEmpty()) {
      int state = todo.remove();
      if (!spec.isExpanded(state)) {
        continue;
      }
      Optional<GraphDifference> difference =
          translation.isSame(state) ? Optional.empty() : compareEdges(state);
      if (difference.isPresent()) {
        return difference;
      }
      for (Edge edge : spec.edges(state)) {
        visit(edge.to(), state, Optional.of(edge.label()));
      }
    }
    return Optional.empty();
  }

  private GraphDifference begin(int state, GraphDifference.Kind kind, StateGraph graph) {
    return new GraphDifference(
        kind,
        spec.variables(),
        ImmutableList.of(),
        Optional.empty(),
        ImmutableList.of(graph.state(state)),
        ImmutableList.of());
  }

  private void visit(int state, int from, Optional<Label> label) {
    if (before[state] == UNSEEN) {
      before[state] = from;
      label.ifPresent(l -> by[state] = l);
      todo.add(state);
    }
  }

  private Optional<GraphDifference> compareEdges(int state) {
    Map<Label, List<State>> inSpec = byLabel(spec, state);
    Map<Label, List<State>> inCode = byLabel(code, code.find(spec.state(state)));
    TreeSet<Label> labels = new TreeSet<>(inSpec.keySet());
    labels.addAll(inCode.keySet());
    for (Label label : labels) {
      List<State> left = inSpec.getOrDefault(label, List.of());
      List<State> right = inCode.getOrDefault(label, List.of());
      boolean same = left.size() == right.size() && left.containsAll(right);
      if (!same) {
        return Optional.of(
            new GraphDifference(
                kind(left, right),
                spec.variables(),
                path(state),
                Optional.of(label),
                ImmutableList.copyOf(left),
                ImmutableList.copyOf(right)));
      }
    }
    return Optional.empty();
  }

  private static GraphDifference.Kind kind(List<State> left, List<State> right) {
    if (left.isEmpty()) {
      return GraphDifference.Kind.STEP_ONLY_IN_CODE;
    }
    return right.isEmpty()
        ? GraphDifference.Kind.STEP_ONLY_IN_SPEC
        : GraphDifference.Kind.OTHER_STATE;
  }

  private static Map<Label, List<State>> byLabel(StateGraph graph, int state) {
    Map<Label, List<State>> edges = new TreeMap<>();
    for (Edge edge : graph.edges(state)) {
      edges.computeIfAbsent(edge.label(), l -> new ArrayList<>()).add(graph.state(edge.to()));
    }
    return edges;
  }

  private ImmutableList<GraphDifference.PathStep> path(int last) {
    List<GraphDifference.PathStep> path = new ArrayList<>();
    for (int state = last; state != NONE; state = before[state]) {
      path.add(new GraphDifference.PathStep(Optional.ofNullable(by[state]), spec.state(state)));
    }
    return ImmutableList.copyOf(path.reversed());
  }
}
