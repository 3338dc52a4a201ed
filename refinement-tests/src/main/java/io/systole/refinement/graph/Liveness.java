package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What happens in the end, decided on a whole graph. A behaviour goes on for ever among the states
 * of a strongly connected component, or stands still in one state. It is fair if each kind of steps
 * that is fair is taken there, or can't be taken in some state of it. Steps that change nothing are
 * no steps.
 *
 * <p>TLC decides the same by evaluating each kind of steps for each edge anew; here their labels
 * say what they are, so that it takes no longer than to look at every edge once.
 */
public final class Liveness {

  private static final int MOST = Long.SIZE - 1;

  private final StateGraph graph;
  private final ImmutableList<Fairness> fair;
  private final long[] kindsOfLabel;

  /**
   * Weak fairness: steps of which one is taken if one can be taken for ever.
   *
   * @param name for messages
   * @param steps by their labels
   */
  public record Fairness(String name, Predicate<Label> steps) {}

  /**
   * Prepares a graph.
   *
   * @param graph walked to its end
   * @throws IllegalArgumentException if a fairness is of no step of the graph
   */
  public Liveness(StateGraph graph, ImmutableList<Fairness> fair) {
    if (fair.size() > MOST) {
      throw new IllegalArgumentException(fair.size() + " kinds of fair steps; at most " + MOST);
    }
    this.graph = graph;
    this.fair = fair;
    this.kindsOfLabel = new long[graph.labels().size()];
    for (int kind = 0; kind < fair.size(); kind++) {
      boolean any = false;
      for (int label = 0; label < kindsOfLabel.length; label++) {
        if (fair.get(kind).steps().test(graph.labels().get(label))) {
          kindsOfLabel[label] |= 1L << kind;
          any = true;
        }
      }
      if (!any) {
        throw new IllegalArgumentException("no step is one of " + fair.get(kind).name());
      }
    }
  }

  /**
   * A fair behaviour that stays among some states for ever.
   *
   * @return the way there and what goes on there, or nothing if there is none
   */
  public Optional<String> staysIn(BitSet states) {
    return components(states).stream().filter(this::isFair).findFirst().map(this::story);
  }

  /**
   * A fair behaviour that is in one of some states again and again.
   *
   * @return the way there and what goes on there, or nothing if there is none
   */
  public Optional<String> comesBackTo(BitSet states) {
    BitSet all = new BitSet();
    all.set(0, graph.size());
    return components(all).stream()
        .filter(component -> component.intersects(states) && isFair(component))
        .findFirst()
        .map(this::story);
  }

  private boolean isFair(BitSet component) {
    long taken = 0;
    long held = 0; // can't be taken somewhere
    long all = (1L << fair.size()) - 1;
    for (int s = component.nextSetBit(0); s >= 0; s = component.nextSetBit(s + 1)) {
      long possible = 0;
      for (long edge : graph.rawEdges(s)) {
        int to = (int) edge;
        if (to != s) {
          long kinds = kindsOfLabel[StateGraph.label(edge)];
          possible |= kinds;
          taken |= component.get(to) ? kinds : 0;
        }
      }
      held |= all & ~possible;
    }
    return (taken | held) == all;
  }

  /** Tarjan's algorithm, with a stack of its own. */
  private List<BitSet> components(BitSet within) {
    List<BitSet> found = new ArrayList<>();
    int[] index = new int[graph.size()];
    int[] low = new int[graph.size()];
    int[] next = new int[graph.size()];
    BitSet open = new BitSet();
    Deque<Integer> path = new ArrayDeque<>();
    Deque<Integer> stack = new ArrayDeque<>();
    int count = 0;
    for (int root = within.nextSetBit(0); root >= 0; root = within.nextSetBit(root + 1)) {
      if (index[root] != 0) {
        continue;
      }
      path.push(root);
      while (!path.isEmpty()) {
        int s = path.element();
        if (index[s] == 0) {
          index[s] = ++count;
          low[s] = count;
          stack.push(s);
          open.set(s);
        }
        long[] edges = graph.rawEdges(s);
        boolean deeper = false;
        while (next[s] < edges.length && !deeper) {
          int to = (int) edges[next[s]];
          if (!within.get(to)) {
            next[s]++;
          } else if (index[to] == 0) {
            path.push(to);
            deeper = true;
          } else {
            low[s] = open.get(to) ? Math.min(low[s], low[to]) : low[s];
            next[s]++;
          }
        }
        if (!deeper) {
          path.pop();
          if (low[s] == index[s]) {
            found.add(popComponent(stack, open, s));
          }
        }
      }
    }
    return found;
  }

  private static BitSet popComponent(Deque<Integer> stack, BitSet open, int root) {
    BitSet component = new BitSet();
    int s;
    do {
      s = stack.pop();
      open.clear(s);
      component.set(s);
    } while (s != root);
    return component;
  }

  /** The shortest way to a component, and what is done there for ever. */
  private String story(BitSet component) {
    int at = component.nextSetBit(0); // no other is less deep
    StringBuilder story = new StringBuilder("after\n");
    graph.wayTo(at).forEach(label -> story.append("  ").append(label).append('\n'));
    story.append("in\n");
    for (int i = 0; i < graph.variables().size(); i++) {
      story.append("  ").append(graph.variables().get(i)).append(" = ");
      story.append(graph.state(at).values().get(i)).append('\n');
    }
    TreeSet<String> within = new TreeSet<>();
    for (int s = component.nextSetBit(0); s >= 0; s = component.nextSetBit(s + 1)) {
      for (long edge : graph.rawEdges(s)) {
        if ((int) edge != s && component.get((int) edge)) {
          within.add("  " + graph.labels().get(StateGraph.label(edge)));
        }
      }
    }
    return story
        .append(within.isEmpty() ? "nothing has to happen any more" : "this may go on for ever:\n")
        .append(String.join("\n", within))
        .toString();
  }
}
