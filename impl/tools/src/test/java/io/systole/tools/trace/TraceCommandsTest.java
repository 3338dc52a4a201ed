package io.systole.tools.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.kernel.trace.TraceHeader;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceWriter;
import io.systole.tools.ExitCode;
import io.systole.tools.Invocation;
import io.systole.tools.Invocation.Answer;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCommandsTest {

  private static final Path TRACES = Path.of("..", "..", "traces");
  private static final String GOOD = TRACES.resolve("golden/till.ndjson").toString();

  @TempDir private Path folder;

  @Test
  void aGoodTraceIsFoundGood() {
    assertEquals(
        new Answer(ExitCode.OK, GOOD + ": OK, 5 steps, 3 faults\n"),
        Invocation.answer("trace", "validate", GOOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty|BAD_HEADER",
        "truncated|TRUNCATED",
        "not-json|NOT_JSON",
        "bad-header|BAD_HEADER",
        "bad-shape|BAD_SHAPE",
        "broken-index|BROKEN_INDEX",
        "broken-sequence|BROKEN_SEQUENCE",
        "broken-chain|BROKEN_CHAIN",
        "wrong-digest|WRONG_DIGEST",
        "refusal-with-effect|REFUSAL_WITH_EFFECT",
        "unknown-message|UNKNOWN_MESSAGE",
        "message-sent-twice|MESSAGE_SENT_TWICE"
      })
  void aTraceThatWasTamperedWithIsRefusedByName(String example) {
    String name = example.substring(0, example.indexOf('|'));
    Answer answer =
        Invocation.answer(
            "trace", "validate", TRACES.resolve("rejected/" + name + ".ndjson").toString());
    assertEquals(ExitCode.DATA, answer.code());
    assertTrue(
        answer.text().contains(": " + example.substring(name.length() + 1) + ": "), answer.text());
  }

  @Test
  void programsAreToldInXml() throws XmlException {
    Answer answer = Invocation.answer("trace", "validate", "--output-as=xml", GOOD);
    Element trace = Xml.parse(answer.text()).at("traces", "trace").orElseThrow();
    assertEquals("true", trace.attribute("valid", ""));
    assertEquals("5", trace.attribute("steps", ""));
  }

  @Test
  void aReplayTellsWhatChanged() {
    Answer answer = Invocation.answer("trace", "replay", GOOD, "--node", "b", "--to", "3");
    assertEquals(
        """
        2 b Till: PaidIn {"amount":5} <- message a/1/1/0
          ~ amount: 10 -> 15
          > {"type":"Tell","whom":"owner","amount":15}
          > {"type":"Write","amount":15}
          > {"type":"Tell","whom":"bank","amount":15}
        3 b Till: Asked {"amount":1} <- timer noon
          ~ amount: 15 -> 14
        """,
        answer.text());
  }

  @Test
  void aDiagramHasALaneForEachMachineAndAnArrowForEachMessage() throws XmlException {
    Answer answer = Invocation.answer("trace", "diagram", GOOD);
    assertEquals(ExitCode.OK, answer.code());
    Element svg = Xml.parse(answer.text());
    ImmutableList<String> words =
        svg.descendants()
            .filter(element -> element.is("text"))
            .map(Element::text)
            .collect(ImmutableList.toImmutableList());
    assertTrue(words.containsAll(List.of("a Till", "b Till", "PaidIn", "Asked")), words::toString);
    assertTrue(words.stream().anyMatch(word -> word.startsWith("Crashed ")), words::toString);
    assertEquals(
        1,
        svg.descendants()
            .filter(element -> !element.attribute("marker-end", "").isEmpty())
            .count());
  }

  @Test
  void aRecordIsOneTraceOfAllProcesses() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(GOOD));
    part("a", lines);
    part("b", lines);
    Path output = folder.resolve("all.json");
    Answer answer =
        Invocation.answer("trace", "record", "-o", output.toString(), folder.toString());
    assertEquals(new Answer(ExitCode.OK, output + ": 5 steps\n"), answer);
    assertEquals(List.of(), TraceReader.read(Files.readAllLines(output)).problems());
  }

  /** Writes what one node did, and half a line that is still on its way. */
  private void part(String node, List<String> lines) throws IOException {
    List<String> part = new ArrayList<>();
    new TraceWriter(TraceHeader.ofProcess("Till", "test", new NodeName(node)), part::add);
    for (String line : lines) {
      if (line.contains("\"node\":\"" + node + "\",\"machine\"")) {
        part.add(line.replaceFirst("\"i\":\\d+", "\"i\":" + part.size()));
      }
    }
    assertEquals(List.of(), TraceReader.read(part).problems(), node);
    Files.writeString(
        folder.resolve(node + ".ndjson"), String.join("\n", part) + "\n{\"i\":7,\"no");
  }

  @Test
  void aNodeThatDoesNotTraceIsToldSo() throws IOException {
    Path configuration = folder.resolve("systole.xml");
    Files.writeString(
        configuration,
        "<systole cluster='c' node='n1' state='s' run='r' log='l'>"
            + "<engine type='jgroups' expected-votes='1' key-file='k'>"
            + "<member node='n1' id='1' address='127.0.0.1' port='7801'/></engine></systole>");
    Answer answer =
        Invocation.answer("trace", "record", "-o", "x", "--config", configuration.toString());
    assertEquals(ExitCode.CONFIGURATION, answer.code());
    assertTrue(answer.text().contains("this node does not trace"), answer.text());
  }
}
