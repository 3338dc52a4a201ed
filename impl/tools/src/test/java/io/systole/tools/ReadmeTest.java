package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows can be typed, and what it links to is there. */
final class ReadmeTest {

  private static final Path TOP = Path.of("..", "..");

  /** A line of a code block, without the remark behind it. */
  private static ImmutableList<String> commands() throws IOException {
    return Files.readAllLines(TOP.resolve("README.md")).stream()
        .filter(line -> line.startsWith("    systole "))
        .map(line -> line.strip().replaceFirst("\\s+#.*", ""))
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void everyCommandLineIsUnderstood(@TempDir Path folder) throws IOException {
    assertTrue(commands().size() >= 5, commands()::toString);
    for (String line : commands()) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Terminal terminal =
          new Terminal(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false);
      ImmutableList<String> words =
          ImmutableList.<String>builder()
              .addAll(
                  Splitter.on(' ').omitEmptyStrings().split(line.substring("systole ".length())))
              // There is no such node here, so that an understood command goes no further.
              .add("--config", folder.resolve("systole.xml").toString())
              .build();
      ExitCode exit = new Systole(CommandTable.all(), terminal).run(words);
      assertNotEquals(ExitCode.USAGE, exit, line + ": " + err.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatItNamesIsThere() throws IOException {
    String readme = Files.readString(TOP.resolve("README.md"));
    for (String script : ImmutableList.of("ci/demo", "ci/test", "ci/build")) {
      assertTrue(readme.contains(script), script);
      assertTrue(Files.isExecutable(TOP.resolve(script)), script);
    }
    for (String row : Splitter.on('\n').split(readme)) {
      if (row.startsWith("| `")) {
        String folder = row.substring(3, row.indexOf('`', 3));
        assertTrue(Files.isDirectory(TOP.resolve(folder)), folder);
      }
    }
  }
}
