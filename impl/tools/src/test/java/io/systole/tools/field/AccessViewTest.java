package io.systole.tools.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.tools.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code cibadmin --show-access} on a CIB in a file. What is expected is what Pacemaker 2.1.5
 * prints for the same document.
 */
final class AccessViewTest {

  private static final String CIB =
      "<cib crm_feature_set='3.16.1' validate-with='pacemaker-3.9' epoch='5' num_updates='3'"
          + " admin_epoch='0'><configuration><crm_config/><nodes><node id='1' uname='n1'>"
          + "<instance_attributes id='i'><nvpair id='pw' name='pw' value='secret'/><nvpair id='loc'"
          + " name='loc' value='x'/></instance_attributes></node></nodes><resources/><constraints/>"
          + "<acls><acl_target id='nobody'><role id='r'/></acl_target><acl_role id='r'>"
          + "<acl_permission id='p1' kind='read' xpath='/cib'/><acl_permission id='p2' kind='write'"
          + " reference='loc'/><acl_permission id='p3' kind='deny' reference='pw'/><acl_permission"
          + " id='p4' kind='deny' xpath='/cib/configuration/acls'/></acl_role></acls>"
          + "</configuration><status/></cib>";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path folder = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("cib.xml"), CIB);
  }

  @Test
  void inTextALineTellsWhereItDiffers() {
    String[] lines = shown("--show-access=text").split("\n", -1);
    List<String> expected =
        List.of(
            "<!-- ACLs as evaluated for user nobody -->",
            "vvv---[ READABLE ]---vvv",
            "<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\" epoch=\"5\""
                + " num_updates=\"3\" admin_epoch=\"0\">",
            "  <configuration>",
            "    <crm_config/>",
            "    <nodes>",
            "      <node id=\"1\" uname=\"n1\">",
            "        <instance_attributes id=\"i\">",
            "          ",
            "          vvv---[ ~DENIED~ ]---vvv",
            "          <nvpair id=\"pw\" name=\"pw\" value=\"secret\"/>",
            "          ",
            "          vvv---[ WRITABLE ]---vvv",
            "          <nvpair id=\"loc\" name=\"loc\" value=\"x\"/>",
            "        </instance_attributes>",
            "      </node>",
            "    </nodes>",
            "    <resources/>",
            "    <constraints/>",
            "    ",
            "    vvv---[ ~DENIED~ ]---vvv",
            "    <acls>");
    assertEquals(expected, List.of(lines).subList(0, expected.size()));
    assertEquals("</cib>\n", shown("--show-access=text").substring(out.size() - 7));
  }

  @Test
  void withoutATerminalAndAWordItIsText() {
    assertEquals(shown("--show-access=text"), shown("-S"));
    assertEquals(shown("--show-access=text"), shown("--show-access=auto"));
  }

  @Test
  void inColourEachLineHasItsOwn() {
    List<String> lines = shown("--show-access=color").lines().toList();
    assertTrue(lines.get(1).startsWith("\u001b[34m<cib crm_feature_set="), lines.get(1));
    assertTrue(lines.get(1).endsWith("admin_epoch=\"0\">"), lines.get(1));
    assertTrue(
        lines.contains(
            "          \u001b[31m<nvpair id=\"pw\" name=\"pw\" value=\"secret\"/>\u001b[0m"));
    assertTrue(
        lines.contains(
            "          \u001b[32m<nvpair id=\"loc\" name=\"loc\" value=\"x\"/>\u001b[0m"));
    assertEquals("\u001b[34m</cib>\u001b[0m", lines.getLast());
  }

  @Test
  void inNamespacesItIsXmlAgain() {
    List<String> lines = shown("--show-access=namespace").lines().toList();
    String namespaces = "http://clusterlabs.org/ns/pacemaker/access/";
    assertEquals(
        "<pcmk-access-readable:cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\""
            + " epoch=\"5\" num_updates=\"3\" admin_epoch=\"0\""
            + " xmlns:pcmk-access-writable=\""
            + namespaces
            + "writable\" xmlns:pcmk-access-readable=\""
            + namespaces
            + "readable\" xmlns:pcmk-access-denied=\""
            + namespaces
            + "denied\">",
        lines.get(1));
    assertTrue(
        lines.contains(
            "          <pcmk-access-denied:nvpair id=\"pw\" name=\"pw\" value=\"secret\"/>"));
    assertTrue(lines.contains("    </pcmk-access-denied:acls>"), lines::toString);
    assertEquals("</pcmk-access-readable:cib>", lines.getLast());
  }

  /** The field judges a section by the permissions in that section, which are none. */
  @Test
  void aSectionIsJudgedByTheWholeCib() {
    assertTrue(
        shown("--show-access=text", "-o", "nodes").contains("vvv---[ READABLE ]---vvv\n<nodes>"));
    assertTrue(
        shown("--show-access=text", "-A", "//nvpair[@id='loc']")
            .contains("vvv---[ WRITABLE ]---vvv\n<nvpair id=\"loc\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Q -U root --show-access=text      | 78  | Could not evaluate access per request (root, error: Already in requested state)
          -Q --show-access=text              | 64  | The supplied command requires -U user specified.
          -Q -U nobody --show-access=odd     | 64  | Unrecognized value for --show-access: "odd"
          -Q -U nobody -S -A //nothing       | 105 | leads to nothing
          -Q -U nobody --show-access -o odd  | 64  | no section 'odd'
          -Q -U stranger --show-access=text  | 0   | vvv---[ ~DENIED~ ]---vvv
          """)
  void whatCanNotBeShownSaysWhy(String line, int status, String said) {
    assertEquals(status, run(line.split(" ", -1)), this::said);
    assertTrue(said().contains(said), this::said);
  }

  private String shown(String... how) {
    List<String> line = new ArrayList<>(List.of("-Q", "-U", "nobody"));
    line.addAll(List.of(how));
    assertEquals(0, run(line.toArray(String[]::new)), this::said);
    return said();
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int run(String... line) {
    out.reset();
    PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of("cibadmin"));
    words.addAll(List.of(line));
    return new FieldCommands(
            FieldCommands.all(),
            new Terminal(printer, printer, false),
            variable -> variable.equals("CIB_file") ? folder.resolve("cib.xml").toString() : "")
        .run(words)
        .status();
  }
}
