package io.systole.tools.field;

import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that a command is given. */
final class Documents {

  private Documents() {}

  /** Reads a file, or standard input where {@code file} is {@code -}. */
  static Element read(String file) throws ToolException {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return Xml.parse(in, XmlLimits.FILE);
    } catch (XmlException e) {
      throw malformed(file.equals("-") ? "standard input" : file, e);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, "cannot read " + file + ": " + e, "Name a file that can be read.");
    }
  }

  /** Reads what stands on the command line. */
  static Element parse(String text) throws ToolException {
    try {
      return Xml.parse(text.getBytes(StandardCharsets.UTF_8), XmlLimits.FILE);
    } catch (XmlException e) {
      throw malformed("the document", e);
    }
  }

  /** A document as the field's commands print it: indented, and without a declaration. */
  static String text(Element element) {
    String whole = Xml.writeIndented(element);
    return whole.substring(whole.indexOf('\n') + 1);
  }

  private static ToolException malformed(String what, XmlException e) {
    return new ToolException(ExitCode.DATA, what + ": " + e.getMessage(), "Nothing was changed.");
  }
}
