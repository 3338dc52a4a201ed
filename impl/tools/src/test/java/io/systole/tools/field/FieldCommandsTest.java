package io.systole.tools.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.StatusXml;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The field's commands, as far as they go without a node. */
final class FieldCommandsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void eachHasHelpWithItsOptions() {
    for (FieldCommand command : FieldCommands.all()) {
      out.reset();
      assertEquals(ExitCode.OK, run(command.name(), "--help"));
      String help = out.toString(StandardCharsets.UTF_8);
      assertTrue(help.contains("usage: " + command.name()), help);
      command
          .options()
          .getOptions()
          .forEach(option -> assertTrue(help.contains("--" + option.getLongOpt()), help));
    }
  }

  @Test
  void aPatchsetLeadsFromOneCibToTheOther(@TempDir Path folder) throws IOException {
    String before = cib(1, "<primitive id='a'/><primitive id='b'/>");
    String after = cib(2, "<primitive id='b' class='ocf'/><primitive id='c'/>");
    assertEquals(ExitCode.OK, run("crm_diff", "-O", before, "-N", before));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    assertEquals(ExitCode.ERROR, run("crm_diff", "-O", before, "-N", after));
    Path patch =
        Files.writeString(folder.resolve("patch.xml"), out.toString(StandardCharsets.UTF_8));
    out.reset();
    assertEquals(ExitCode.OK, run("crm_diff", "-O", before, "-p", patch.toString()));
    String made = out.toString(StandardCharsets.UTF_8);
    assertEquals(ExitCode.OK, run("crm_diff", "-O", made, "-N", after));
    assertEquals(ExitCode.DATA, run("crm_diff", "-O", after, "-p", patch.toString()));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("for a CIB of version 0.1.0, and this has 0.2.0"), said);
  }

  private static String cib(int epoch, String resources) {
    return "<cib epoch='%d'><configuration><resources>%s</resources></configuration></cib>"
        .formatted(epoch, resources);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crm_resource                       | nothing was asked for
          crm_resource --move --ban          | exclude each other
          crm_resource --move -N n1          | --resource is missing
          crm_mon -1 --output-as=html        | there is no output format 'html'
          crm_resource --fly                 | --fly
          stonith_admin                      | nothing was asked for
          crm_diff                           | nothing was asked for
          crm_diff -O <cib/> -o x            | exclude each other
          crm_fly                            | there are the commands cibadmin, cibsecret, crm_attribute
          """)
  void whatIsWrongIsSaid(String line, String words) {
    ExitCode code = run(line.split(" ", -1));
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(ExitCode.USAGE, code, said);
    assertTrue(said.contains(words), said);
  }

  @Test
  void theStatusIsWhereScriptsLookForIt() throws Exception {
    Element cib =
        Xml.parse(
            """
            <cib epoch="1" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1">
              <configuration><crm_config/><nodes><node id="1" uname="n1"/></nodes>
                <resources/><constraints/></configuration>
              <status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member"
                expected="member"/></status>
            </cib>
            """
                .getBytes(StandardCharsets.UTF_8),
            io.systole.xml.XmlLimits.MESSAGE);
    Element result = StatusXml.ofField(ClusterStatus.of(cib), "crm_mon");
    assertEquals("pacemaker-result", result.name());
    Element node = result.at("nodes", "node").orElseThrow();
    assertEquals("n1", node.attribute("name", ""));
    assertEquals("true", node.attribute("online", ""));
    assertEquals("false", node.attribute("pending", ""));
    assertEquals("false", node.attribute("unclean", ""));
  }

  private ExitCode run(String... words) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new FieldCommands(FieldCommands.all(), terminal, _ -> "").run(List.of(words));
  }
}
