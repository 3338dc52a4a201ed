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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The field's commands on a CIB in a file, by {@code CIB_file}. Outputs and exit statuses are those
 * that Pacemaker 2.1.5 has for the same command lines, where nothing else is said.
 */
final class FieldCibTest {

  private static final String CIB =
      """
      <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="3" \
      admin_epoch="0"><configuration><crm_config><cluster_property_set \
      id="cib-bootstrap-options"><nvpair id="o1" name="stonith-enabled" value="false"/>\
      </cluster_property_set></crm_config><nodes><node id="1" uname="n1"><instance_attributes \
      id="nodes-1"><nvpair id="nodes-1-loc" name="loc" value="office"/></instance_attributes>\
      </node></nodes><resources><primitive id="d" class="ocf" provider="pacemaker" type="Dummy">\
      <operations><op id="d-m" name="monitor" interval="10s"/></operations></primitive>\
      <primitive id="e" class="ocf" provider="pacemaker" type="Dummy"/></resources><constraints>\
      <rsc_location id="l" rsc="d"><rule id="past" score="1"><date_expression id="e1" \
      operation="lt" end="2020-01-01"/></rule></rsc_location><rsc_location id="l2" rsc="d">\
      <rule id="future" score="1"><date_expression id="e2" operation="gt" start="2040-01-01"/>\
      </rule></rsc_location><rsc_location id="l3" rsc="d"><rule id="now" score="1">\
      <date_expression id="e3" operation="in_range" start="2020-01-01" end="2040-01-01"/></rule>\
      </rsc_location></constraints></configuration><status><node_state id="1" uname="n1">\
      <transient_attributes id="1"><instance_attributes id="status-1"><nvpair id="status-1-p" \
      name="probe" value="7"/></instance_attributes></transient_attributes></node_state></status>\
      </cib>
      """;

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("cib.xml"), CIB);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cibadmin -Q -A //op                                    | 0   | <op id="d-m" name="monitor" interval="10s"/>
          cibadmin -Q -A //primitive                             | 0   | <xpath-query>
          cibadmin -Q -A //primitive -e                          | 0   | /cib/configuration/resources/primitive[@id='d']
          cibadmin -Q -A //nothing                               | 105 | No such device or address
          cibadmin -Q -A //primitive[@id='d'] -n                 | 0   | <primitive id="d" class="ocf" provider="pacemaker" type="Dummy"/>
          cibadmin -Q -n -o resources                            | 0   | <resources/>
          cibadmin -C -o resources -X "<primitive id='d'/>"      | 108 | <failed_update id="d" object_type="primitive" operation="cib_create" reason="File exists">
          cibadmin -M -X "<nvpair id='nope' value='true'/>"      | 105 | No such device or address
          cibadmin -D -X "<op id='zz'/>"                         | 0   | ``
          cibadmin -d -A //primitive                             | 107 | --force
          cibadmin -E                                            | 107 | --force
          cibadmin -u                                            | 107 | --force
          cibadmin -R -X "<primitive id='zz'/>"                  | 105 | No such device or address
          cibadmin -R -X "<cib epoch='1'><configuration/></cib>" | 103 | Update was older than existing configuration
          cibadmin -C -o resources -X "<primitive id='bad'/>"    | 78  | Update does not conform
          cibadmin -C -o resources -X "<primi"                   | 65  | Nothing was changed
          cibadmin                                               | 64  | nothing was asked for
          cibadmin -M -A //op -X "<x/>"                          | 1   | can't be merged
          crm_attribute -n stonith-enabled -G                    | 0   | scope=crm_config  name=stonith-enabled value=false
          crm_attribute -n stonith-enabled -G -q                 | 0   | false
          crm_attribute -n stonith-enabled -G --output-as=xml    | 0   | <attribute name="stonith-enabled" value="false" scope="crm_config"/>
          crm_attribute -n nope -G                               | 105 | Error performing operation: No such device or address
          crm_attribute -n nope -G -q -d dflt                    | 0   | dflt
          crm_attribute -N n1 -n loc -G                          | 0   | scope=nodes  name=loc value=office
          crm_attribute -N n1 -n probe -G -l reboot              | 0   | scope=status  name=probe value=7
          crm_attribute -P "l.*" -N n1 -G                        | 0   | scope=nodes  name=loc value=office
          crm_attribute -N n1 -n loc -D                          | 0   | Deleted nodes attribute: id=nodes-1-loc name=loc
          crm_attribute -n stonith-enabled -D                    | 0   | Deleted crm_config option: id=o1 name=stonith-enabled
          crm_attribute -n nope -D                               | 0   | ``
          crm_attribute -N nx -n a -G                            | 105 | Could not map name=nx to a UUID
          crm_attribute -t nonsense -n a -G                      | 105 | nonsense
          crm_rule -c -r past                                    | 110 | Rule past is expired
          crm_rule -c -r future                                  | 111 | Rule future has not yet taken effect
          crm_rule -c -r now                                     | 0   | Rule now is still in effect
          crm_rule -c -r past -d 2019-01-01                      | 0   | Rule past is still in effect
          crm_rule -c -r nope                                    | 105 | Could not determine whether rule nope is in effect: Rule not found
          crm_rule -c -r past -d 20x                             | 65  | 20x
          crm_rule -c                                            | 64  | --rule
          crm_verify -L                                          | 0   | ``
          crm_verify -L --output-as=xml                          | 0   | <status code="0" message="OK"/>
          crm_verify -X "<cib/>"                                 | 78  | crm_verify: Errors found during check: config not valid
          crm_verify -X "<cib/>" --output-as=xml                 | 78  | <status code="78" message="Invalid configuration"/>
          """)
  void answersAreThoseOfTheField(String line, int status, String said) {
    assertEquals(status, run(line), this::said);
    assertTrue(said().contains(said), this::said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cibadmin -M -X "<nvpair id='o1' value='true'/>"             | <nvpair id="o1" name="stonith-enabled" value="true"/> | epoch="6" num_updates="0"
          cibadmin -C -o resources -X "<primitive id='f' class='lsb' type='x'/>" | <primitive id="f" class="lsb" type="x"/> | epoch="6" num_updates="0"
          cibadmin -M -c -o resources -X "<primitive id='g' class='lsb' type='x'/>" | <primitive id="g" class="lsb" type="x"/> | epoch="6" num_updates="0"
          cibadmin -M -A //op -X "<op id='d-m' timeout='9'/>"         | <op id="d-m" name="monitor" interval="10s" timeout="9"/> | epoch="6" num_updates="0"
          cibadmin -R -A //op -X "<op id='d-m' name='start' interval='0'/>" | <op id="d-m" name="start" interval="0"/> | epoch="6" num_updates="0"
          cibadmin -M -X "<cib admin_epoch='admin_epoch++'/>"         | <primitive id="e" | admin_epoch="1"
          cibadmin -B                                                 | <primitive id="e" | epoch="6"
          cibadmin -P -X "<diff format='2'><version><source admin_epoch='0' epoch='5' num_updates='3'/><target admin_epoch='0' epoch='6' num_updates='0'/></version><change operation='modify' path='/cib'><change-list><change-attr name='epoch' operation='set' value='6'/><change-attr name='num_updates' operation='set' value='0'/></change-list></change><change operation='delete' path='/cib/configuration/nodes'/></diff>" | <nodes/> | epoch="6" num_updates="0"
          crm_attribute -n foo -v bar                                 | <nvpair id="cib-bootstrap-options-foo" name="foo" value="bar"/> | epoch="6"
          crm_attribute -t rsc_defaults -n priority -v 1              | <meta_attributes id="rsc_defaults-options"> | epoch="6"
          crm_attribute -N n1 -n loc -v home                          | <nvpair id="nodes-1-loc" name="loc" value="home"/> | epoch="6"
          crm_attribute -N n1 -n new -v x                             | <nvpair id="nodes-1-new" name="new" value="x"/> | epoch="6"
          crm_attribute -N n1 -z -n cpu -v 4                          | <nvpair id="nodes-1-utilization-cpu" name="cpu" value="4"/> | epoch="6"
          crm_attribute -N n1 -n standby -v on -i my-id               | <nvpair id="my-id" name="standby" value="on"/> | epoch="6"
          crm_attribute -N n1 -n now -v 1 -l reboot                   | <nvpair id="status-1-now" name="now" value="1"/> | epoch="5" num_updates="4"
          """)
  void changesAreWrittenToTheFile(String line, String found, String version) throws IOException {
    assertEquals(0, run(line), this::said);
    String after = Files.readString(file);
    assertTrue(after.contains(found), after);
    assertTrue(after.contains(version), after);
  }

  @Test
  void whatIsRemovedIsGone() throws IOException {
    assertEquals(0, run("cibadmin -D -X \"<op id='d-m'/>\""), this::said);
    assertTrue(!Files.readString(file).contains("<op "));
    assertEquals(0, run("cibadmin -d -f -A //rsc_location"), this::said);
    assertTrue(!Files.readString(file).contains("<rsc_location "));
    assertEquals(0, run("cibadmin -E -f"), this::said);
    assertTrue(!Files.readString(file).contains("stonith-enabled"));
  }

  @Test
  void sumsAreThoseOfTheField() throws IOException {
    // As cibadmin of Pacemaker 2.1.5 has them for the same document.
    Path small =
        Files.writeString(
            folder.resolve("small.xml"), "<cib crm_feature_set=\"3.16.1\" epoch=\"1\"><d/></cib>");
    assertEquals(0, run("cibadmin -5 -x " + small), this::said);
    assertTrue(said().contains(FIVE), this::said);
    assertEquals(0, run("cibadmin -6 -x " + small), this::said);
    assertTrue(said().contains(SIX), this::said);
  }

  private static final String FIVE = "760fcc8bb4d89692081d40688516effe";
  private static final String SIX = "c3ec48bcf92fc7fcd1c09a481af6114e";

  @Test
  void withoutAFileThatIsThereNothingIsDone() {
    file = folder.resolve("none.xml");
    assertEquals(105, run("cibadmin -Q"), this::said);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private int run(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new FieldCommands(
            FieldCommands.all(),
            terminal,
            variable -> variable.equals("CIB_file") ? file.toString() : "")
        .run(words)
        .status();
  }
}
