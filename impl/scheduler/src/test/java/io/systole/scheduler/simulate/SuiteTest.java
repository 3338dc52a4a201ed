package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.Resources;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The field's own regression suite, where it is present: {@code -Dsystole.cts=FOLDER}, the
 * environment's SYSTOLE_CTS, or {@code shared/cts-scheduler} beside the checkout. A case that has
 * passed once (see {@code passing-graph.txt}) must pass for ever.
 */
class SuiteTest {

  private static final long CLOCK = 1_790_000_000L;

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

  @Test
  void whatPassedStillPasses() throws Exception {
    Path folder = folder();
    boolean present = Files.isRegularFile(folder.resolve("manifest.tsv"));
    if (!present) {
      System.out.println("SKIPPED: no scheduler suite at " + folder);
    }
    assumeTrue(present);
    Set<String> expected = new LinkedHashSet<>(names());
    Map<String, int[]> tally = new TreeMap<>();
    List<String> broken = new ArrayList<>();
    List<String> mended = new ArrayList<>();
    Suite suite = new Suite(folder, CLOCK);
    Map<String, Suite.Case> cases = new LinkedHashMap<>();
    for (Suite.Case one : suite.cases()) {
      cases.put(one.name(), one);
      boolean passes = passes(suite, folder, one);
      int[] counts = tally.computeIfAbsent(one.group(), g -> new int[2]);
      counts[0] += passes ? 1 : 0;
      counts[1]++;
      if (!passes && expected.contains(one.name())) {
        broken.add(one.name());
      } else if (passes && !expected.contains(one.name())) {
        mended.add(one.name());
      }
    }
    tally.forEach((group, c) -> System.out.println(group + " " + c[0] + " of " + c[1]));
    System.out.println("pass and are not listed yet: " + String.join(" ", mended));
    expected.removeAll(cases.keySet());
    assertEquals(List.of(), broken, "cases that passed fail now");
    assertEquals(Set.of(), expected, "cases that are listed and are not in the suite");
  }

  private static List<String> names() throws IOException {
    return Resources.readLines(Resources.getResource("passing-graph.txt"), StandardCharsets.UTF_8);
  }

  private static boolean passes(Suite suite, Path folder, Suite.Case one) throws Exception {
    byte[] wanted = Files.readAllBytes(folder.resolve("exp").resolve(one.name() + ".exp"));
    Element expected = Xml.parse(wanted, XmlLimits.FILE);
    return GraphText.lines(expected).equals(GraphText.lines(suite.schedule(one).graphXml()));
  }
}
