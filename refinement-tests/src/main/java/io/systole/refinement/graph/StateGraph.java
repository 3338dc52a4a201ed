package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;

/**
 * All states of a model and all labelled edges between them, each once. States are numbered in the
 * order in which they were found, so that a lesser number is never deeper.
 */
public final class StateGraph {

  private final ImmutableList<String> variables;
  private final List<State> states = new ArrayList<>();
  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<Integer> initial = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private final Map<Label, Integer> labelNumbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final List<long[]> edges = new ArrayList<>();
  private final BitSet expanded = new BitSet();

  /**
   * An empty graph.
   *
   * @param variables of the specification, sorted
   */
  public StateGraph(ImmutableList<String> variables) {
    this.variables = variables;
  }

  /** One state: the value of each variable, as a text of TLA+, in the order of the variables. */
  public record State(ImmutableList<String> values) {}

  /** The state's number; a state that is new gets the next one. */
  public int add(ImmutableList<String> values) {
    State state = new State(shared(values));
    Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    edges.add(new long[0]);
    return states.size() - 1;
  }

  public void addInitial(int state) {
    if (!initial.contains(state)) {
      initial.add(state);
    }
  }

  /** All edges of one state at once; what is given twice counts once. */
  public void addEdges(int from, List<Edge> out) {
    expanded.set(from);
    edges.set(
        from,
        out.stream()
            .mapToLong(edge -> raw(labelNumber(edge.label()), edge.to()))
            .sorted()
            .distinct()
            .toArray());
  }

  /** Whether a state's edges are known: of a graph that was not walked to its end, not all are. */
  boolean isExpanded(int state) {
    return expanded.get(state);
  }

  /** An edge of a state. */
  public record Edge(Label label, int to) {}

  public ImmutableList<String> variables() {
    return variables;
  }

  public State state(int number) {
    return states.get(number);
  }

  /** The number of a state, or -1 if the graph has none like it. */
  public int find(State state) {
    return numbers.getOrDefault(state, -1);
  }

  public ImmutableList<Integer> initial() {
    return ImmutableList.copyOf(initial);
  }

  public int size() {
    return states.size();
  }

  public long edgeCount() {
    return edges.stream().mapToLong(out -> out.length).sum();
  }

  /** The edges of a state, sorted by label. */
  public ImmutableList<Edge> edges(int from) {
    return Arrays.stream(edges.get(from))
        .mapToObj(edge -> new Edge(labels.get(label(edge)), (int) edge))
        .sorted(Comparator.comparing(Edge::label).thenComparingInt(Edge::to))
        .collect(ImmutableList.toImmutableList());
  }

  /** A state's edges as numbers, sorted: the label's above, the state's below. */
  long[] rawEdges(int from) {
    return edges.get(from);
  }

  static long raw(long label, int to) {
    return (label << Integer.SIZE) | (to & 0xffffffffL);
  }

  static int label(long raw) {
    return (int) (raw >>> Integer.SIZE);
  }

  /** All labels, in the order in which they were found. */
  List<Label> labels() {
    return labels;
  }

  /** Whether an edge has a label of some kind. */
  public boolean hasLabel(Predicate<Label> kind) {
    return labels.stream().anyMatch(kind);
  }

  /** How many edges each label has. */
  public void countLabels(ObjLongConsumer<Label> told) {
    long[] counts = new long[labels.size()];
    for (long[] out : edges) {
      for (long edge : out) {
        counts[label(edge)]++;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      told.accept(labels.get(i), counts[i]);
    }
  }

  /** The greatest number of states on a shortest path from an initial state. */
  public int depth() {
    int[] depth = new int[size()];
    List<Integer> todo = new ArrayList<>(initial);
    initial.forEach(state -> depth[state] = 1);
    int deepest = initial.isEmpty() ? 0 : 1;
    for (int i = 0; i < todo.size(); i++) {
      int from = todo.get(i);
      for (long edge : edges.get(from)) {
        int to = (int) edge;
        if (depth[to] == 0) {
          depth[to] = depth[from] + 1;
          deepest = Math.max(deepest, depth[to]);
          todo.add(to);
        }
      }
    }
    return deepest;
  }

  /** The labels on a shortest path from an initial state. */
  public ImmutableList<Label> wayTo(int state) {
    int[] from = new int[size()];
    int[] by = new int[size()];
    Arrays.fill(from, -1);
    List<Integer> todo = new ArrayList<>(initial);
    initial.forEach(first -> from[first] = first);
    for (int i = 0; i < todo.size() && from[state] < 0; i++) {
      int at = todo.get(i);
      for (long edge : edges.get(at)) {
        int to = (int) edge;
        if (from[to] < 0) {
          from[to] = at;
          by[to] = label(edge);
          todo.add(to);
        }
      }
    }
    List<Label> way = new ArrayList<>();
    for (int at = state; from[at] != at; at = from[at]) {
      way.add(labels.get(by[at]));
    }
    return ImmutableList.copyOf(way.reversed());
  }

  /** The variables in which two states differ, with both values. */
  public static Map<String, Change> changes(
      ImmutableList<String> variables, State before, State after) {
    Map<String, Change> changes = new TreeMap<>();
    for (int i = 0; i < variables.size(); i++) {
      String old = before.values().get(i);
      String now = after.values().get(i);
      if (!old.equals(now)) {
        changes.put(variables.get(i), new Change(old, now));
      }
    }
    return new LinkedHashMap<>(changes);
  }

  /** A variable's value before and after. */
  public record Change(String before, String after) {}

  private int labelNumber(Label label) {
    return labelNumbers.computeIfAbsent(
        label,
        added -> {
          labels.add(added);
          return labels.size() - 1;
        });
  }

  private ImmutableList<String> shared(ImmutableList<String> values) {
    return values.stream()
        .map(value -> texts.computeIfAbsent(value, same -> same))
        .collect(ImmutableList.toImmutableList());
  }
}
