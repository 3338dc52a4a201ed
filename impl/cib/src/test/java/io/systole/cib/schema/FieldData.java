package io.systole.cib.schema;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the field's data lie; a test that needs them says so, and is skipped without them. */
public final class FieldData {

  private FieldData() {}

  /** The scheduler's regression suite. */
  public static Path scheduler() {
    return folder("systole.cts", "cts-scheduler");
  }

  /** The cases of the upgrade. */
  public static Path upgrades() {
    return folder("systole.cts.schemas", "cts-schemas");
  }

  public static Element read(Path file) throws IOException, XmlException {
    try (InputStream in = Files.newInputStream(file)) {
      return Xml.parse(in, XmlLimits.FILE);
    }
  }

  private static Path folder(String property, String name) {
    Path folder = Path.of(System.getProperty(property, "../../../shared/" + name));
    boolean there = Files.isDirectory(folder);
    if (!there) {
      System.err.println(folder + " is missing, so nothing is checked; name it with -D" + property);
    }
    assumeTrue(there, () -> folder + " is missing");
    return folder;
  }
}
