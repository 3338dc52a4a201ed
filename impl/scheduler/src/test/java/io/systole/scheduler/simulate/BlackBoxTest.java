package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares whole simulations with the field's own tool, where it is installed: the same status, the
 * same changes with the same reasons, the same actions in the same order, the same status after.
 * {@code -Dsystole.blackbox=N} compares N clusters.
 */
class BlackBoxTest {

  private static final Path TOOL = Path.of("/usr/sbin/crm_simulate");
  private static final long NOW = 1_790_000_000L;
  private static final int CLUSTERS = Integer.getInteger("systole.blackbox", 40);

  /** A case may differ if the tool's version decides otherwise than the suite has it; few may. */
  private static final int MOST_DIFFERENT_PERCENT = 5;

  @TempDir Path folder;

  private String theirs(Element cib) throws IOException, InterruptedException {
    Path file = folder.resolve("cib.xml");
    Files.writeString(file, Xml.writeIndented(cib));
    Process process =
        new ProcessBuilder(TOOL.toString(), "-x", file.toString(), "-S")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(true, process.waitFor(1, TimeUnit.MINUTES), "the tool does not end");
    return text;
  }

  private static String bare(String text) {
    return String.join("\n", text.lines().map(l -> l.replaceAll("\\s+", " ").strip()).toList());
  }

  @Test
  void saysWhatTheFieldsToolSays() throws Exception {
    boolean present = Files.isExecutable(TOOL);
    if (!present) {
      System.out.println("SKIPPED: " + TOOL + " is not installed");
    }
    assumeTrue(present);
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Element cib = RandomCib.of(seed);
      for (String step : List.of("cold", "running")) {
        Simulation.Outcome ours = Simulation.run(cib, Request.execution(NOW));
        compared++;
        if (!bare(ours.report()).equals(bare(theirs(cib)))) {
          different.add("seed " + seed + " " + step);
        }
        cib = java.util.Objects.requireNonNull(ours.output());
      }
    }
    System.out.println(
        compared + " simulations compared, " + different.size() + " differ: " + different);
    assertEquals(
        true, different.size() * 100 <= compared * MOST_DIFFERENT_PERCENT, different::toString);
  }
}
