package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.EnumMultiset;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Multiset;
import com.google.common.collect.SetMultimap;
import com.google.common.io.Resources;
import io.systole.xml.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The field's own regression suite, where it is present: {@code -Dsystole.cts=FOLDER}, the
 * environment's SYSTOLE_CTS, or {@code shared/cts-scheduler} beside the checkout. What has passed
 * once (see {@code passing-graph.txt} and the like) must pass for ever.
 *
 * <p>{@code -Dsystole.cts.write=true} writes the lists anew.
 */
class SuiteTest {

  private static final long CLOCK = 1_790_000_000L;

  /** What a case results in, each with a folder and a list of its own. */
  private enum Kind {
    GRAPH("exp", "graph"),
    SUMMARY("summary", "summary"),
    SCORES("scores", "scores"),
    DOT("dot", "dot");

    private final String extension;
    private final String list;

    Kind(String extension, String list) {
      this.extension = extension;
      this.list = "passing-" + list + ".txt";
    }

    /** The lines that must be equal, as the suite has it. */
    private List<String> lines(String text) throws Exception {
      return switch (this) {
        case GRAPH -> GraphText.lines(Xml.parse(text));
        case SUMMARY -> text.lines().map(Kind::bare).filter(l -> !l.isEmpty()).toList();
        case SCORES ->
            text.lines().map(Kind::withoutStep).filter(l -> !l.isEmpty()).sorted().toList();
        case DOT -> text.lines().map(Kind::bare).distinct().sorted().toList();
      };
    }

    private static String bare(String line) {
      return line.replaceAll("\\s", "");
    }

    /** The step of the assignment at which a score is told has another name in each version. */
    private static String withoutStep(String line) {
      return bare(line.replaceFirst("^\\s*\\w+:\\s+(?=\\S+ allocation score)", ""));
    }
  }

  private static Path folder() {
    String given = System.getProperty("systole.cts", "");
    if (given.isEmpty()) {
      given = System.getenv().getOrDefault("SYSTOLE_CTS", "");
    }
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolve("impl/scheduler"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared").resolve("cts-scheduler");
  }

  /** How many cases of a group pass, kind by kind. */
  private static final class Tally {
    private final Multiset<Kind> passed = EnumMultiset.create(Kind.class);
    private int total;
  }

  @Test
  void whatPassedStillPasses() throws Exception {
    Path folder = folder();
    boolean present = Files.isRegularFile(folder.resolve("manifest.tsv"));
    if (!present) {
      System.out.println("SKIPPED: no scheduler suite at " + folder);
    }
    assumeTrue(present);
    Map<String, Tally> tallies = new TreeMap<>();
    SetMultimap<Kind, String> passing = LinkedHashMultimap.create();
    Suite suite = new Suite(folder, CLOCK);
    for (Suite.Case one : suite.cases()) {
      Tally tally = tallies.computeIfAbsent(one.group(), g -> new Tally());
      tally.total++;
      Suite.Results results = suite.results(one);
      for (Kind kind : Kind.values()) {
        if (passes(folder, one, kind, results)) {
          tally.passed.add(kind);
          passing.put(kind, one.name());
        }
      }
    }
    tallies.forEach(SuiteTest::print);
    if (Boolean.getBoolean("systole.cts.write")) {
      write(passing);
    }
    List<String> broken = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Set<String> found = passing.get(kind);
      System.out.println(kind + ": " + found.size() + " pass");
      names(kind).stream().filter(n -> !found.contains(n)).forEach(n -> broken.add(kind + " " + n));
    }
    assertEquals(List.of(), broken, "cases that passed fail now, or are not in the suite");
  }

  private static void print(String group, Tally tally) {
    StringBuilder line = new StringBuilder(group);
    for (Kind kind : Kind.values()) {
      line.append(", ").append(kind).append(' ').append(tally.passed.count(kind));
    }
    System.out.println(line.append(" of ").append(tally.total));
  }

  private static List<String> names(Kind kind) throws IOException {
    return Splitter.on('\n')
        .omitEmptyStrings()
        .splitToList(Resources.toString(Resources.getResource(kind.list), StandardCharsets.UTF_8));
  }

  private static void write(SetMultimap<Kind, String> passing) throws IOException {
    for (Kind kind : Kind.values()) {
      List<String> names = passing.get(kind).stream().sorted().toList();
      Path list = Path.of("src/test/resources").resolve(kind.list);
      Files.writeString(list, String.join("\n", names) + "\n");
    }
  }

  private static boolean passes(Path folder, Suite.Case one, Kind kind, Suite.Results results)
      throws Exception {
    String wanted =
        Files.readString(folder.resolve(kind.extension).resolve(one.name() + "." + kind.extension));
    String actual =
        switch (kind) {
          case GRAPH -> results.graph();
          case SUMMARY -> results.summary();
          case SCORES -> results.scores();
          case DOT -> results.dot();
        };
    return kind.lines(wanted).equals(kind.lines(actual));
  }
}
