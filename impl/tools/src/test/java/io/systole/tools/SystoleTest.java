package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Systole(CommandTable.all(), terminal).run(List.of(args));
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (Command command : CommandTable.all().commands().values()) {
      String help = Help.of(command);
      assertTrue(help.contains("examples:"), help);
      assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
      for (Command.Example example : command.usage().examples()) {
        assertTrue(example.line().contains("systole " + command.usage().words()), example.line());
      }
    }
  }

  @Test
  void suggestsCommandsAndOptions() {
    assertEquals(ExitCode.USAGE, run("statsu"));
    assertTrue(err().contains("Did you mean status"), err());
    assertEquals(ExitCode.USAGE, run("node", "stnadby"));
    assertTrue(err().contains("standby"), err());
    assertEquals(ExitCode.USAGE, run("status", "--output-sa=xml"));
    assertTrue(err().contains("--output-as"), err());
  }

  @Test
  void refusesArgumentsThatAreTooManyOrMissing() {
    assertEquals(ExitCode.USAGE, run("status", "web"));
    assertEquals(ExitCode.USAGE, run("resource", "start"));
    assertTrue(err().contains("RESOURCE is missing"), err());
    assertEquals(ExitCode.USAGE, run("fence"));
  }

  @Test
  void aGroupOfCommandsHasHelp() {
    assertEquals(ExitCode.OK, run("help", "cib"));
    assertTrue(out().contains("cib query"), out());
    assertEquals(ExitCode.OK, run("cib", "--help"));
    assertEquals(ExitCode.OK, run("help", "cib", "query"));
    assertTrue(out().contains("--section"), out());
  }

  @Test
  void aMissingConfigurationIsNamedWithWhatToDo(@TempDir Path folder) {
    Path missing = folder.resolve("systole.xml");
    assertEquals(ExitCode.CONFIGURATION, run("status", "--config", missing.toString()));
    assertTrue(err().contains(missing.toString()), err());
    assertTrue(err().contains("--config"), err());
  }

  @Test
  void aNodeThatDoesNotRunIsSaidToBeSo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("systole.xml");
    Files.writeString(folder.resolve("key"), "secret\n");
    Files.writeString(
        file,
        """
        <systole cluster="c" node="a" state="state" run="run" log="log">
          <engine type="jgroups" expected-votes="1" key-file="key">
            <member node="a" id="1" address="127.0.0.1" port="7801"/>
          </engine>
        </systole>
        """);
    assertEquals(ExitCode.UNAVAILABLE, run("status", "--config", file.toString()));
    assertTrue(err().contains("systole node start"), err());
    assertFalse(err().contains("Exception"), err());
  }

  @Test
  void aDocumentThatIsNotWellFormedIsRefusedWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bad.xml");
    Files.writeString(file, "<cib>\n<configuration>\n</cib>\n");
    assertEquals(ExitCode.DATA, run("cib", "replace", file.toString()));
    assertTrue(err().contains("line 3"), err());
  }

  @Test
  void completionKnowsAllCommands() {
    assertEquals(ExitCode.OK, run("completion"));
    for (String words : CommandTable.all().commands().keySet()) {
      assertTrue(out().contains("\"" + words + "\"*"), words);
    }
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
