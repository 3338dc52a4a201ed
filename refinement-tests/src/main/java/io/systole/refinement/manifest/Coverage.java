package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.html.HtmlEscapers;
import io.systole.refinement.graph.StateGraph;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each action and each guard of a protocol was taken on the edges of its graphs. The
 * graphs of the specification and of the code are the same, so one count stands for both.
 *
 * @param protocol its name
 * @param hits edges of each action, and of each guard as {@code ACTION refuses REFUSAL}
 */
public record Coverage(String protocol, ImmutableSortedMap<String, Long> hits) {

  private static final String REFUSES = " refuses ";

  /** Counts over all graphs of the protocol; what no edge has is counted as zero. */
  public static Coverage of(Manifest manifest, List<StateGraph> graphs) throws IOException {
    Map<String, Long> labels = new TreeMap<>();
    for (StateGraph graph : graphs) {
      graph.countLabels((label, count) -> {
        labels.merge(label.action(), count, Long::sum);
        labels.merge(label.action() + REFUSES + label.outcome(), count, Long::sum);
      });
    }
    SpecText spec = SpecText.read(manifest.folder().resolve(manifest.cluster() + ".tla"));
    TreeMap<String, Long> hits = new TreeMap<>();
    for (String action : spec.actions()) {
      hits.put(action, labels.getOrDefault(action, 0L));
    }
    ImmutableListMultimap<String, String> deciders = spec.deciders();
    for (String guard : new Mutants(manifest).guards().keySet()) {
      String operator = guard.substring(0, guard.indexOf('.'));
      String refusal = guard.split("\\.", -1)[1];
      // Which guard of a machine that takes messages of many kinds in one action decided is not in
      // the label: any refusal of that name counts then.
      Collection<String> actions =
          deciders.containsKey(operator) ? deciders.get(operator) : spec.actions();
      long count = 0;
      for (String action : actions) {
        count += labels.getOrDefault(action + REFUSES + refusal, 0L);
      }
      hits.put(operator.replace("Outcome", "") + REFUSES + refusal, count);
    }
    return new Coverage(manifest.protocol(), ImmutableSortedMap.copyOfSorted(hits));
  }

  /** What was never taken, sorted. */
  public ImmutableList<String> missing() {
    return hits.entrySet().stream()
        .filter(entry -> entry.getValue() == 0)
        .map(Map.Entry::getKey)
        .collect(ImmutableList.toImmutableList());
  }

  /** The report for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(protocol).append('\n');
    hits.forEach(
        (what, count) -> text.append(String.format(Locale.ROOT, "%10d  %s%n", count, what)));
    return text.toString();
  }

  /** The report for a browser. */
  public String html() {
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><title>")
            .append(HtmlEscapers.htmlEscaper().escape(protocol))
            .append("</title><style>td{padding:0 1em}.none{background:#fbb}</style><table>");
    hits.forEach((what, count) ->
        html.append(count == 0 ? "<tr class=\"none\">" : "<tr>")
            .append("<td>")
            .append(HtmlEscapers.htmlEscaper().escape(what))
            .append("<td align=\"right\">")
            .append(count));
    return html.append("</table>").toString();
  }
}
