package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multiset;
import com.google.common.collect.Sets;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.trace.TracedKind;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often each action and each guard of a protocol was taken, on the edges of its graphs or in
 * traces. The graphs of the specification and of the code are the same, so one count stands for
 * both.
 *
 * @param protocol its name
 * @param source where it was counted
 * @param hits of each action, and of each guard as {@code OPERATOR refuses REFUSAL}; zero for what
 *     was never taken
 */
public record Coverage(String protocol, Source source, ImmutableSortedMap<String, Long> hits) {

  /** What is counted. */
  public enum Source {
    GRAPHS,
    TRACES
  }

  /** Counts over all graphs of the protocol. */
  public static Coverage ofGraphs(Manifest manifest, Iterable<StateGraph> graphs)
      throws IOException {
    Decisions decisions = Decisions.of(manifest);
    Map<String, Long> hits = zero(decisions.rows());
    for (StateGraph graph : graphs) {
      graph.countLabels((label, count) ->
          decisions.ofEdge(label).forEach(row -> hits.merge(row, count, Long::sum)));
    }
    return new Coverage(manifest.protocol(), Source.GRAPHS, ImmutableSortedMap.copyOf(hits));
  }

  /** Counts the steps of machines; what the world does is no step of theirs. */
  public static Coverage ofTraces(Manifest manifest, Multiset<TracedKind> steps)
      throws IOException {
    Decisions decisions = Decisions.of(manifest);
    Map<String, Long> hits = zero(Sets.intersection(decisions.rows(), decisions.rowsOfMachines()));
    for (Multiset.Entry<TracedKind> step : steps.entrySet()) {
      TracedKind kind = step.getElement();
      decisions
          .ofEvent(kind.event(), kind.kind(), kind.refusal())
          .forEach(row -> hits.merge(row, (long) step.getCount(), Long::sum));
    }
    return new Coverage(manifest.protocol(), Source.TRACES, ImmutableSortedMap.copyOf(hits));
  }

  private static Map<String, Long> zero(Iterable<String> rows) {
    Map<String, Long> hits = new TreeMap<>();
    rows.forEach(row -> hits.put(row, 0L));
    return hits;
  }

  /** What was never taken, sorted. */
  public ImmutableList<String> missing() {
    return hits.entrySet().stream()
        .filter(entry -> entry.getValue() == 0)
        .map(Map.Entry::getKey)
        .collect(ImmutableList.toImmutableList());
  }

  /** What the manifest says may be missing, with the reasons. */
  static ImmutableMap<String, String> excused(Manifest manifest, Source source) {
    return switch (source) {
      case GRAPHS -> manifest.unreached();
      case TRACES -> manifest.untraced();
    };
  }

  /**
   * What is wrong with the coverage: missing without a reason, or excused and there after all.
   * Empty if nothing is.
   *
   * @param more whether more was counted than in every build, so that what is missing there may be
   *     there now
   */
  public ImmutableList<String> faults(Manifest manifest, boolean more) {
    ImmutableMap<String, String> excused = excused(manifest, source);
    ImmutableList.Builder<String> faults = ImmutableList.builder();
    for (String row : Sets.difference(Sets.newTreeSet(missing()), excused.keySet())) {
      faults.add(row + " is in none of the " + source + ", and the manifest does not say why");
    }
    Set<String> found = more ? Set.of() : Sets.difference(excused.keySet(), Set.copyOf(missing()));
    for (String row : ImmutableSortedSet.copyOf(found)) {
      faults.add(row + " is said to be in none of the " + source + ", and it is in some");
    }
    return faults.build();
  }
}
