package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole answers of commands that explain, as an administrator sees them. {@code
 * -Dsystole.golden.write=true} writes them anew; read the difference before it is kept.
 */
class GoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** The command line that makes each answer; FOLDER/ stands before names of files. */
  private static final ImmutableMap<String, String> COMMANDS =
      ImmutableMap.<String, String>builder()
          .put("why-it-moves", "why web --cib web.xml")
          .put("why-not-there", "why web on node1 --cib web.xml")
          .put("why-not-in-standby", "why db on node3 --cib web.xml")
          .put("why-forbidden", "why db on node1 --cib web.xml")
          .put("why-disabled", "why old --cib web.xml")
          .put("why-a-node-rests", "why node3 --cib web.xml")
          .put("why-it-recovers", "why db --cib lost.xml")
          .put("why-a-clone-stops", "why pool --cib lost.xml")
          .put("why-a-node-is-fenced", "why node2 --cib lost.xml")
          .put("why-nothing-without-quorum", "why db --cib no-quorum.xml")
          .put("why-not-fenced", "why node2 --cib no-quorum.xml")
          .put("why-unknown", "why wbe --cib web.xml")
          .put("why-unknown-node", "why web on node9 --cib web.xml")
          .put("plan-as-it-is", "plan --cib web.xml")
          .put("plan-with-a-change", "plan --cib web.xml --with looser.xml")
          .put("plan-with-nonsense", "plan --cib web.xml --with refused.xml")
          .put("rule-all", "rule --cib rules.xml --date 2026-11-26")
          .put("rule-on-a-node", "rule big --cib rules.xml --date 2026-11-26 --node node2")
          .put("rule-at-another-time", "rule office --cib rules.xml --date 2026-11-26T10:00:00Z")
          .put("rule-as-xml", "rule late --cib rules.xml --date 2026-11-26 --output-as=xml")
          .put(
              "rule-of-an-operation",
              "rule slow --cib rules.xml --date 2026-11-26 --resource web --operation monitor"
                  + " --interval 20s")
          .put("rule-unknown", "rule bog --cib rules.xml")
          .put("options-by-an-older-name", "options stonith-enabled pcmk_host_check")
          .put("options-as-xml", "options no-quorum-policy timeout --output-as=xml")
          .put("options-unknown", "options no-quorum-polisy")
          .put("simulate-a-failover", "simulate -x lost.xml -S")
          .put("simulate-scores", "simulate -x web.xml -RsQ")
          .put("simulate-a-failure", "simulate -x web.xml -S -F db_start_0@node2=1 -t 2026-11-26")
          .put("simulate-as-xml", "simulate -x web.xml -R --output-as=xml")
          .put(
              "simulate-events",
              "simulate -x web.xml -R -t 2026-11-26 -d node2 -g t -q 0 -i db_stop_0@node1=1")
          .buildOrThrow();

  static List<String> names() {
    return COMMANDS.keySet().asList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void answers(String name) throws IOException {
    String command = Objects.requireNonNull(COMMANDS.get(name));
    List<String> args = Invocation.args(command, FOLDER);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    ExitCode code =
        new Systole(CommandTable.all(), new Terminal(printer, printer, false)).run(args);
    String answer =
        "systole "
            + command
            + "\n"
            + out.toString(StandardCharsets.UTF_8)
            + "exit status "
            + code.status()
            + "\n";
    Path golden = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("systole.golden.write")) {
      Files.writeString(golden, answer);
    }
    assertEquals(Files.readString(golden), answer);
  }
}
