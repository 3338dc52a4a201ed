package io.systole.refinement.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that another graph has for one's states and labels, to compare edges quickly. The one
 * may still grow.
 */
final class Translation {

  private static final int UNKNOWN = -2;

  private final StateGraph one;
  private final StateGraph other;
  private final Map<Label, Integer> numbers = new HashMap<>();
  private int[] states = {};
  private int[] labels = {};

  Translation(StateGraph one, StateGraph other) {
    this.one = one;
    this.other = other;
    List<Label> known = other.labels();
    for (int i = 0; i < known.size(); i++) {
      numbers.put(known.get(i), i);
    }
  }

  /** Whether a state has the same edges in both graphs. */
  boolean isSame(int state) {
    int there = state(state);
    if (there < 0) {
      return false;
    }
    long[] translated =
        Arrays.stream(one.rawEdges(state))
            .map(edge -> StateGraph.raw(label(StateGraph.label(edge)), state((int) edge)))
            .sorted()
            .toArray();
    return Arrays.equals(translated, other.rawEdges(there));
  }

  private int state(int number) {
    states = grown(states, number);
    if (states[number] == UNKNOWN) {
      states[number] = other.find(one.state(number));
    }
    return states[number];
  }

  private int label(int number) {
    labels = grown(labels, number);
    if (labels[number] == UNKNOWN) {
      labels[number] = numbers.getOrDefault(one.labels().get(number), -1);
    }
    return labels[number];
  }

  private static int[] grown(int[] known, int index) {
    if (index < known.length) {
      return known;
    }
    int[] grown = Arrays.copyOf(known, 2 * index + 16);
    Arrays.fill(grown, known.length, grown.length, UNKNOWN);
    return grown;
  }
}
