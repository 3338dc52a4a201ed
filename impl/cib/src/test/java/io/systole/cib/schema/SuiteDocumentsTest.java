package io.systole.cib.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every document of the field's suites is accepted by the grammar that it asks for. */
final class SuiteDocumentsTest {

  @Test
  void everyCibOfTheSchedulerSuiteIsValid() throws IOException, XmlException {
    assertEquals("", String.join("\n", faults(FieldData.scheduler().resolve("xml"))));
  }

  @Test
  void everyCibOfTheUpgradeCasesIsValidBeforeAndAfter() throws IOException, XmlException {
    Path cases = FieldData.upgrades();
    List<String> faults = new ArrayList<>();
    for (String step : List.of("2.10-to-3.0", "3.10-to-4.0")) {
      faults.addAll(faults(cases.resolve(step).resolve("xml")));
      faults.addAll(faults(cases.resolve(step).resolve("expected")));
    }
    assertEquals("", String.join("\n", faults));
  }

  private static List<String> faults(Path folder) throws IOException, XmlException {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        ImmutableList<Finding> found = CibSchemas.shared().judge(FieldData.read(file));
        found.stream()
            .filter(Finding::isError)
            .limit(3)
            .forEach(finding -> faults.add(file + ": " + finding));
      }
    }
    return faults;
  }
}
