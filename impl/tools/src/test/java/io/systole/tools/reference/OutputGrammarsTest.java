package io.systole.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.cib.schema.WordGrammars;
import io.systole.tools.Invocation;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.StatusXml;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs print for programs is what its grammar says. */
final class OutputGrammarsTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @ValueSource(strings = {"web.xml", "lost.xml", "no-quorum.xml"})
  void theStatusIsAsWrittenDown(String file) throws Exception {
    ClusterStatus status =
        ClusterStatus.of(Xml.parse(Files.readAllBytes(FOLDER.resolve(file)), XmlLimits.MESSAGE));
    assertAllowed("systole-status", StatusXml.of(status));
    assertAllowed("crm_mon", StatusXml.ofField(status, "crm_mon -1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulate --output-as=xml -x web.xml -R",
        "simulate --output-as=xml -x web.xml -SsU -F db_start_0@node2=1 -t 2026-11-26",
        "simulate --output-as=xml -x lost.xml -S -d node1 -q 1 -g t -i db_stop_0@node1=1"
      })
  void aSimulationIsAsWrittenDown(String line) throws Exception {
    assertAllowed("crm_simulate", printed(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify --output-as=xml web.xml",
        "verify --output-as=xml --schema-only looser.xml web.xml"
      })
  void aVerdictIsAsWrittenDown(String line) throws Exception {
    assertAllowed("systole-verify", printed(line));
  }

  private static Element printed(String line) throws IOException, XmlException {
    return Xml.parse(
        Invocation.of(line, FOLDER).getBytes(StandardCharsets.UTF_8), XmlLimits.MESSAGE);
  }

  private static void assertAllowed(String program, Element printed) {
    ImmutableList<Finding> findings =
        WordGrammars.shared().ofOutput(program).orElseThrow().judge(printed);
    assertEquals(ImmutableList.of(), findings, () -> Xml.writeIndented(printed));
  }
}
