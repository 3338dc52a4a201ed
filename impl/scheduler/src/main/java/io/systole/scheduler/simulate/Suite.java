package io.systole.scheduler.simulate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.cib.rules.Dates;
import io.systole.scheduler.Plan;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A folder of cases for the scheduler: {@code manifest.tsv} names them, {@code xml/NAME.xml} is a
 * CIB. The results go to another folder: {@code exp/NAME.exp} is the transition graph, {@code
 * summary/NAME.summary} what a simulation shows, {@code scores/NAME.scores} the sorted scores, and
 * {@code dot/NAME.dot} the drawing of the graph, its lines sorted.
 */
public final class Suite {

  private final Path folder;
  private final long clock;

  /**
   * Opens a suite.
   *
   * @param clock the time for cases that have none of their own, in seconds since the epoch
   */
  public Suite(Path folder, long clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * One case.
   *
   * @param arguments what the field's tool is given beside the input
   */
  public record Case(String name, String group, ImmutableList<String> arguments) {}

  /**
   * What one case results in, as the files have it.
   *
   * @param summary what is shown, and before it what standard error is told
   */
  public record Results(String graph, String summary, String scores, String dot) {}

  public ImmutableList<Case> cases() throws IOException {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String line :
        Files.readAllLines(folder.resolve("manifest.tsv")).stream().skip(1).toList()) {
      List<String> fields = Splitter.on('\t').splitToList(line);
      cases.add(
          new Case(
              fields.get(0),
              fields.get(1),
              ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(fields.get(2)))));
    }
    return cases.build();
  }

  /** Plans and executes one case. */
  public Results results(Case one) throws IOException, XmlException {
    byte[] input = Files.readAllBytes(folder.resolve("xml").resolve(one.name() + ".xml"));
    Element cib = Xml.parse(input, XmlLimits.FILE);
    Simulation.Outcome outcome = Simulation.run(cib, request(one));
    Plan plan = Objects.requireNonNull(outcome.plan());
    StringBuilder scores = new StringBuilder();
    Figures.of(plan, true, false).stream()
        .map(Figure::text)
        .sorted()
        .forEach(line -> scores.append(line).append('\n'));
    StringBuilder summary = new StringBuilder();
    outcome.complaints().forEach(complaint -> summary.append(complaint).append('\n'));
    return new Results(
        Xml.writeIndented(plan.graph().toXml()),
        summary.append(outcome.report()).toString(),
        scores.toString(),
        sorted(outcome.dot(false)));
  }

  private Request request(Case one) {
    Request request = Request.execution(clock);
    int option = one.arguments().indexOf("-t");
    if (option < 0 || option + 1 >= one.arguments().size()) {
      return request;
    }
    String text = one.arguments().get(option + 1);
    long time =
        Dates.parse(text)
            .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a date"));
    return request.at(time, text);
  }

  /** A drawing with the lines between the first and the last sorted, each once. */
  private static String sorted(String dot) {
    List<String> lines = dot.lines().toList();
    StringBuilder text = new StringBuilder(lines.getFirst()).append('\n');
    lines.subList(1, lines.size() - 1).stream()
        .distinct()
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    return text.append(lines.getLast()).append('\n').toString();
  }

  /** Plans and executes every case and writes what results. Returns how many there were. */
  public int run(Path out) throws IOException, XmlException {
    Path graphs = Files.createDirectories(out.resolve("exp"));
    Path summaries = Files.createDirectories(out.resolve("summary"));
    Path scores = Files.createDirectories(out.resolve("scores"));
    Path dots = Files.createDirectories(out.resolve("dot"));
    ImmutableList<Case> cases = cases();
    for (Case one : cases) {
      Results results = results(one);
      Files.writeString(graphs.resolve(one.name() + ".exp"), results.graph());
      Files.writeString(summaries.resolve(one.name() + ".summary"), results.summary());
      Files.writeString(scores.resolve(one.name() + ".scores"), results.scores());
      Files.writeString(dots.resolve(one.name() + ".dot"), results.dot());
    }
    return cases.size();
  }
}
