package io.systole.refinement.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that another graph has for one's states and labels, to compare edges quickly. */
final class Translation {

  private final StateGraph one;
  private final StateGraph other;
  private final int[] states;
  private final long[] labels;

  Translation(StateGraph one, StateGraph other) {
    this.one = one;
    this.other = other;
    this.states = new int[one.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = other.find(one.state(i));
    }
    Map<Label, Integer> numbers = new HashMap<>();
    List<Label> known = other.labels();
    for (int i = 0; i < known.size(); i++) {
      numbers.put(known.get(i), i);
    }
    this.labels = one.labels().stream().mapToLong(l -> numbers.getOrDefault(l, -1)).toArray();
  }

  /** Whether a state has the same edges in both graphs. */
  boolean isSame(int state) {
    int there = states[state];
    if (there < 0) {
      return false;
    }
    long[] translated =
        Arrays.stream(one.rawEdges(state))
            .map(edge -> StateGraph.raw(labels[StateGraph.label(edge)], states[(int) edge]))
            .sorted()
            .toArray();
    return Arrays.equals(translated, other.rawEdges(there));
  }
}
