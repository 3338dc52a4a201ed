package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.google.common.html.HtmlEscapers;
import io.systole.refinement.manifest.Coverage.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One report on the coverage of all protocols, by their graphs and by traces: {@code coverage.txt}
 * and {@code index.html} in a folder. Tests that count run in several JVMs and in any order, so
 * each leaves its counts in the folder and writes the report anew of all that is there. Counts of
 * another text of a specification are as good as none.
 */
public final class CoverageReport {

  private static final String NOT_COUNTED = "not counted";
  private static final String NO_STEP = "-";

  private final Path folder;
  private final Path specifications;

  /**
   * The report of the specifications.
   *
   * @param folder where it is written
   */
  public CoverageReport(Path folder, Path specifications) {
    this.folder = folder;
    this.specifications = specifications;
  }

  /** Adds the counts of one protocol and one source, in place of older ones. */
  public void add(Coverage coverage) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      Manifest manifest = Manifest.read(specifications.resolve(coverage.protocol()));
      String counts =
          coverage.hits().entrySet().stream()
              .map(hit -> hit.getValue() + "\t" + hit.getKey())
              .collect(Collectors.joining("\n", text(manifest) + "\n", "\n"));
      Files.writeString(file(coverage.protocol(), coverage.source()), counts);
      write();
    }
  }

  private Path file(String protocol, Source source) {
    return folder.resolve(protocol + "." + source.name().toLowerCase(Locale.ROOT) + ".tsv");
  }

  /** Tells one text of a protocol's modules from another. */
  private static String text(Manifest manifest) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : new String[] {manifest.machine(), manifest.cluster()}) {
      all.append(Files.readString(manifest.folder().resolve(module + ".tla")));
    }
    return Hashing.sha256().hashUnencodedChars(all).toString();
  }

  private Optional<Map<String, Long>> counts(Manifest manifest, Source source) throws IOException {
    Path file = file(manifest.protocol(), source);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Map<String, Long> counts = new TreeMap<>();
    boolean first = true;
    for (String line : Files.readAllLines(file)) {
      if (first && !line.equals(text(manifest))) {
        return Optional.empty();
      }
      if (!first) {
        String[] parts = line.split("\t", -1);
        counts.put(parts[1], Long.valueOf(parts[0]));
      }
      first = false;
    }
    return Optional.of(counts);
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder(HEAD);
    for (Manifest manifest : Manifest.all(specifications)) {
      if (manifest.graphs().isEmpty()) {
        continue;
      }
      Map<Source, Optional<Map<String, Long>>> counts = new EnumMap<>(Source.class);
      for (Source source : Source.values()) {
        counts.put(source, counts(manifest, source));
      }
      text.append(
          String.format(
              Locale.ROOT, "%n%-50s %12s %12s%n", manifest.protocol(), "graphs", "traces"));
      html.append("<tr><th>")
          .append(escaped(manifest.protocol()))
          .append("<th>graphs<th>traces<th>why not\n");
      Decisions decisions = Decisions.of(manifest);
      boolean machines = !decisions.rowsOfMachines().isEmpty();
      for (String row : decisions.rows()) {
        Cells cells = Cells.of(manifest, row, machines, counts);
        text.append(cells.text());
        html.append(cells.html());
      }
    }
    Files.writeString(folder.resolve("coverage.txt"), text.toString().stripLeading());
    Files.writeString(folder.resolve("index.html"), html.append("</table>\n").toString());
  }

  private static final String HEAD =
      """
      <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Coverage of the protocols</title>
      <style>
      body { font-family: sans-serif } td, th { padding: 0 1em; text-align: right }
      td:first-child, th:first-child, td:last-child { text-align: left } th { padding-top: 1em }
      .none { background: #fbb } .excused { background: #ffd }
      </style>
      <p>How often each action and each guard was taken: on the edges of the graphs, which TLC and
      the code have alike, and in traces of running machines. What is no step of a machine is not
      in their traces (-).
      <table>
      """;

  private static String escaped(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }

  /** One line of the report. */
  private record Cells(String row, ImmutableMap<Source, String> cells, String why) {

    static Cells of(
        Manifest manifest,
        String row,
        boolean machines,
        Map<Source, Optional<Map<String, Long>>> counts) {
      ImmutableMap.Builder<Source, String> cells = ImmutableMap.builder();
      StringBuilder why = new StringBuilder();
      counts.forEach((source, known) -> {
        cells.put(
            source,
            known
                .map(hits -> hits.containsKey(row) ? Long.toString(hits.get(row)) : NO_STEP)
                .orElse(machines || source == Source.GRAPHS ? NOT_COUNTED : NO_STEP));
        String reason = Coverage.excused(manifest, source).get(row);
        if (reason != null) {
          why.append(why.isEmpty() ? "" : "; ")
              .append(source.name().toLowerCase(Locale.ROOT))
              .append(": ")
              .append(reason);
        }
      });
      return new Cells(row, cells.buildOrThrow(), why.toString());
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "  %-48s %12s %12s%s%n",
          row,
          cells.get(Source.GRAPHS),
          cells.get(Source.TRACES),
          why.isEmpty() ? "" : "  " + why);
    }

    String html() {
      String mark = cells.containsValue("0") ? (why.isEmpty() ? "none" : "excused") : "";
      return String.format(
          Locale.ROOT,
          "<tr class=\"%s\"><td>%s<td>%s<td>%s<td>%s\n",
          mark,
          escaped(row),
          cells.get(Source.GRAPHS),
          cells.get(Source.TRACES),
          escaped(why));
    }
  }
}
