package io.systole.bench;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measurements as a table in Markdown. */
final class BenchTable {

  private static final ImmutableList<String> HEADS =
      ImmutableList.of(
          "workload",
          "ours, s",
          "min to max",
          "the peer, s",
          "min to max",
          "peer / ours",
          "growth",
          "peer's growth",
          "parse, s",
          "held, MB",
          "peak, MB",
          "peer's peak, MB");

  private BenchTable() {}

  static String of(Iterable<Measurement> measurements) {
    StringBuilder table = new StringBuilder();
    table.append(row(HEADS));
    table.append("|").append(" --- |".repeat(HEADS.size())).append('\n');
    Map<String, Measurement> smaller = new LinkedHashMap<>();
    Iterator<Measurement> all = measurements.iterator();
    while (all.hasNext()) {
      Measurement measurement = all.next();
      Optional<Measurement> before =
          Optional.ofNullable(smaller.put(measurement.workload().mode(), measurement))
              .filter(m -> m.workload().size() > 0);
      table.append(row(cells(measurement, before)));
    }
    return table.toString();
  }

  private static ImmutableList<String> cells(Measurement m, Optional<Measurement> smaller) {
    return ImmutableList.of(
        m.workload().name(),
        number(m.ours().median()),
        number(m.ours().least()) + " to " + number(m.ours().most()),
        m.peer().map(s -> number(s.median())).orElse("-"),
        m.peer().map(s -> number(s.least()) + " to " + number(s.most())).orElse("-"),
        m.peer().map(s -> ratio(s.median() / m.ours().median())).orElse("-"),
        smaller.map(s -> ratio(Measurement.growth(s, m))).orElse(""),
        smaller.flatMap(s -> Measurement.peerGrowth(s, m)).map(BenchTable::ratio).orElse(""),
        number(m.parseSeconds()),
        Long.toString(m.heldMegabytes()),
        Long.toString(m.peakMegabytes()),
        m.peer().isPresent() ? Long.toString(m.peerMegabytes()) : "-");
  }

  private static String row(Iterable<String> cells) {
    return "| " + Joiner.on(" | ").join(cells) + " |\n";
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.1 ? "%.3f" : "%.2f", seconds);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.1f", ratio);
  }
}
