package io.systole.tools.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.EditResult;
import io.systole.cib.PatchCodec;
import io.systole.cib.schema.WordGrammars;
import io.systole.tools.ExitCode;
import io.systole.tools.Invocation;
import io.systole.tools.LoneNode;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code systole cib log|show|revert} and the CIB manager that they ask. */
@Timeout(60)
final class CibHistoryTest {

  /** Entry 1: nodes. Entry 2: a value, by another user. Entry 3: an option more. */
  private static final ImmutableList<String> CHANGES =
      ImmutableList.of(
          "<change><create section='nodes'><node id='1' uname='n1'><instance_attributes id='i'>"
              + "<nvpair id='rack' name='rack' value='7'/></instance_attributes></node></create>"
              + "</change>",
          "<change user='anna'><modify><nvpair id='rack' value='8'/></modify></change>",
          "<change><create section='crm_config'><cluster_property_set id='o'>"
              + "<nvpair id='o-1' name='maintenance-mode' value='true'/></cluster_property_set>"
              + "</create><modify section=''><cib remote-clear-port='0'/></modify></change>");

  @TempDir private Path folder = Path.of("unset");
  private LoneNode node;
  private Instant before = Instant.EPOCH;

  @BeforeEach
  void start() throws Exception {
    node = LoneNode.start(folder);
    before = Instant.now();
    for (String change : CHANGES) {
      node.ask(change);
    }
    node.ask(
        "<change><modify section='status' create='true'><node_state id='1'/></modify></change>");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theLogTellsWhoWhenAndHowMuch() {
    String whoAmI = System.getProperty("user.name").equals("root") ? "root" : "hacluster";
    List<String> lines = said(node.systole("cib", "log")).lines().toList();
    assertEquals(3, lines.size(), lines::toString);
    String time = "2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\S+Z";
    List<String> wanted =
        List.of(
            "3  version 0\\.3\\.0  " + time + "  " + whoAmI + " on n1  \\(\\d changes\\)",
            "2  version 0\\.2\\.0  " + time + "  anna on n1  \\(\\d changes\\)",
            "1  version 0\\.1\\.0  " + time + "  " + whoAmI + " on n1  \\(\\d changes\\)");
    for (int i = 0; i < 3; i++) {
      assertTrue(lines.get(i).matches(wanted.get(i)), lines.get(i));
    }
  }

  @Test
  void theLogForProgramsIsAsItsGrammarSays() throws Exception {
    Element result = Xml.parse(said(node.systole("cib", "log", "--output-as=xml")));
    assertEquals(
        ImmutableList.of(),
        WordGrammars.shared().ofOutput("systole-cib-log").orElseThrow().judge(result));
    ImmutableList<Element> entries = result.child("cib-history").orElseThrow().children();
    assertEquals(List.of("3", "2", "1"), attributes(entries, "number"));
    Instant last = Instant.now();
    for (Element entry : entries) {
      Instant time = Instant.parse(entry.attribute("time", ""));
      assertFalse(time.isBefore(before) || time.isAfter(last), entry::toString);
      last = time;
    }
  }

  @Test
  void whatChangedIsShownAndLeadsFromOneToTheNext() throws Exception {
    Cib one = Cib.of(Xml.parse(said(node.systole("cib", "show", "1", "--whole"))));
    Element diff = Xml.parse(said(node.systole("cib", "show", "2")));
    Cib two = Cib.of(Xml.parse(said(node.systole("cib", "show", "--whole", "2"))));
    assertEquals("0.2.0", two.version().toString());
    assertTrue(Xml.write(diff).contains("value=\"8\""), diff::toString);
    assertFalse(Xml.write(diff).contains("uname"), diff::toString);
    EditResult applied = PatchCodec.read(diff).applyTo(one);
    assertEquals(two, assertInstanceOf(EditResult.Applied.class, applied).cib());
  }

  @Test
  void aRevertIsAChangeOfItsOwn() throws Exception {
    assertEquals("would be version 0.4.0\n", said(node.systole("cib", "revert", "1", "--dry-run")));
    assertEquals("0.3.1", node.ask("<state/>").attribute("version", ""));
    assertEquals("version 0.4.0\n", said(node.systole("cib", "revert", "1")));
    Cib now = Cib.of(node.ask("<query/>"));
    Cib then = Cib.of(Xml.parse(said(node.systole("cib", "show", "1", "--whole"))));
    assertEquals(then, now.withoutStatus().withVersion(then.version()));
    assertTrue(now.status().child("node_state").isPresent(), "the status stays");
    List<String> log = said(node.systole("cib", "log")).lines().toList();
    assertTrue(log.getFirst().startsWith("4  version 0.4.0"), log::toString);
    assertTrue(said(node.systole("cib", "show", "4")).contains("value=\"7\""));
  }

  @Test
  void aRevertOfARevertIsWhatWasBefore() throws Exception {
    Element before = node.ask("<query section='configuration'/>");
    said(node.systole("cib", "revert", "2"));
    assertFalse(node.ask("<query section='configuration'/>").equals(before));
    said(node.systole("cib", "revert", "3"));
    assertEquals(before, node.ask("<query section='configuration'/>"));
  }

  @Test
  void aRevertToWhatIsChangesNothing() throws Exception {
    Invocation.Answer answer = node.systole("cib", "revert", "3");
    assertEquals("version 0.3.0: that is the configuration already\n", said(answer));
    assertEquals("0.3.1", node.ask("<state/>").attribute("version", ""));
  }

  @Test
  void whatIsNotKeptIsSaidToBeMissing() throws Exception {
    for (String what : List.of("show", "revert")) {
      Invocation.Answer missing = node.systole("cib", what, "7");
      assertEquals(ExitCode.NO_SUCH, missing.code(), missing::toString);
      assertTrue(missing.text().contains("no entry 7"), missing::toString);
      assertTrue(missing.text().contains("from 1 to 3"), missing::toString);
      for (String odd : List.of("0.3.0", "x", "", "9999999999999999999")) {
        Invocation.Answer usage = node.systole("cib", what, odd);
        assertEquals(ExitCode.USAGE, usage.code(), usage::toString);
        assertTrue(usage.text().contains("systole cib log"), usage::toString);
      }
      assertEquals(ExitCode.USAGE, node.systole("cib", what).code());
    }
    assertEquals("0.3.1", node.ask("<state/>").attribute("version", ""));
  }

  @Test
  void theLastFiftyAreKeptThroughARestart() throws Exception {
    for (int i = 0; i < 49; i++) {
      node.ask("<change><bump/></change>");
    }
    node.close();
    node = LoneNode.start(folder);
    Element log = Xml.parse(said(node.systole("cib", "log", "--output-as=xml")));
    List<String> numbers = attributes(log.child("cib-history").orElseThrow().children(), "number");
    assertEquals(50, numbers.size(), numbers::toString);
    assertEquals("52", numbers.getFirst());
    assertEquals("3", numbers.getLast());
    Invocation.Answer tooOld = node.systole("cib", "show", "2");
    assertEquals(ExitCode.NO_SUCH, tooOld.code());
    assertTrue(tooOld.text().contains("from 3 to 52"), tooOld::toString);
    said(node.systole("cib", "show", "3"));
    node.ask("<change><bump/></change>");
    assertTrue(said(node.systole("cib", "log")).startsWith("53  version 0.53.0"));
  }

  @Test
  void whereNothingWasKeptTheLogSaysNothing() throws Exception {
    try (LoneNode fresh = LoneNode.start(Files.createDirectory(folder.resolve("f")))) {
      assertEquals("", said(fresh.systole("cib", "log")));
      Invocation.Answer missing = fresh.systole("cib", "show", "1");
      assertEquals(ExitCode.NO_SUCH, missing.code());
      assertTrue(missing.text().contains("keeps none yet"), missing::toString);
    }
  }

  private static String said(Invocation.Answer answer) {
    assertEquals(ExitCode.OK, answer.code(), answer::toString);
    return answer.text();
  }

  private static List<String> attributes(List<Element> elements, String name) {
    return elements.stream().map(element -> element.attribute(name, "")).toList();
  }
}
