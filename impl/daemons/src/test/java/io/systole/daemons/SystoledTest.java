package io.systole.daemons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.daemons.supervisor.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code systoled} says to who calls it wrongly. */
class SystoledTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "--nonsense, there is no option --nonsense",
    "cib controller, 'one role is expected, here are cib, controller'",
    "cib --config, --config needs a value",
    "dancer, 'there is no role ''dancer''; there are supervisor, compact, messaging'",
    "'', a role is missing"
  })
  void aWrongCommandLineIsExplained(String arguments, String words) {
    assertSays(Exit.USAGE, words, Splitter.on(' ').omitEmptyStrings().splitToList(arguments));
  }

  @Test
  void helpHasExamples() {
    assertSays(Exit.OK, "systoled supervisor", ImmutableList.of("--help"));
  }

  @Test
  void aConfigurationThatCannotBeUsedIsNamed() throws Exception {
    Path file = folder.resolve("systole.xml");
    assertSays(Exit.CONFIGURATION, "no such file", cib(file));
    Files.writeString(file, "<systole cluster='c' node='n' colour='red'/>");
    assertSays(Exit.CONFIGURATION, "systole.xml:1: <systole> has no attribute colour", cib(file));
  }

  private static ImmutableList<String> cib(Path file) {
    return ImmutableList.of("cib", "--config", file.toString());
  }

  private static void assertSays(Exit exit, String words, Iterable<String> arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Systoled program =
        new Systoled(
            RoleRegistry.systole(),
            Launcher.ofThisProgram(Systoled.class),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    assertEquals(exit, program.run(ImmutableList.copyOf(arguments)));
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains(words), text);
  }
}
