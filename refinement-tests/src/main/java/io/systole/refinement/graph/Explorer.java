package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.refinement.tla.Tla;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Walks all states of a composition of machines, the nearest first. */
public final class Explorer<W> {

  /** A model with more states than this is too large to be compared edge by edge. */
  public static final int MAX_STATES = 1_000_000;

  private final Composition<W> composition;
  private final StateGraph graph;
  private final Map<W, Integer> numbers = new HashMap<>();
  private final Map<String, Map<Map<String, Tla>, Label>> labels = new HashMap<>();
  private final Deque<W> todo = new ArrayDeque<>();

  private Explorer(Composition<W> composition) {
    this.composition = composition;
    this.graph = new StateGraph(composition.names());
  }

  /**
   * The whole graph.
   *
   * @throws IllegalStateException if two worlds that differ look alike, so that the graph would say
   *     less than the machines do
   */
  public static <W> StateGraph explore(Composition<W> composition) {
    return new Explorer<>(composition).walk();
  }

  private StateGraph walk() {
    graph.addInitial(number(composition.initial()));
    while (!todo.isEmpty()) {
      W world = todo.remove();
      List<StateGraph.Edge> edges = new ArrayList<>();
      composition.moves(
          world,
          (action, arguments, next) ->
              edges.add(new StateGraph.Edge(label(action, arguments), number(next))));
      graph.addEdges(number(world), edges);
    }
    return graph;
  }

  private int number(W world) {
    Integer known = numbers.get(world);
    if (known != null) {
      return known;
    }
    if (numbers.size() >= MAX_STATES) {
      throw new IllegalStateException("the model has more than " + MAX_STATES + " states");
    }
    Map<String, Tla> variables = new TreeMap<>(composition.variables(world));
    ImmutableList<String> values =
        variables.values().stream().map(Tla::toString).collect(ImmutableList.toImmutableList());
    int before = graph.size();
    int number = graph.add(values);
    if (number != before) {
      throw new IllegalStateException("another world looks like this one: " + world);
    }
    numbers.put(world, number);
    todo.add(world);
    return number;
  }

  private Label label(String action, Map<String, Tla> arguments) {
    return labels
        .computeIfAbsent(action, a -> new HashMap<>())
        .computeIfAbsent(
            arguments,
            known ->
                new Label(
                    action, ImmutableSortedMap.copyOf(Maps.transformValues(known, Tla::toString))));
  }
}
