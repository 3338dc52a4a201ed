package io.systole.tools.simulate;

import io.systole.scheduler.Origin;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;

/** Where a CIB comes from: a file, standard input, or the running cluster. */
public final class CibSource {

  private CibSource() {}

  /** The CIB that {@code -x}, {@code -p} or {@code -L} names; without any, the cluster's. */
  static Element of(Context context, CommandLine line) throws ToolException {
    if (line.hasOption("xml-file")) {
      return file(line.getOptionValue("xml-file"));
    }
    return line.hasOption("xml-pipe") ? file("-") : live(context);
  }

  /** Where the CIB comes from that the options name. */
  public static Origin origin(CommandLine line) {
    boolean saved =
        line.hasOption("xml-file") || line.hasOption("xml-pipe") || line.hasOption("cib");
    return saved ? Origin.SAVED : Origin.LIVE;
  }

  /** The CIB of the file that {@code --cib} names; without it, the cluster's. */
  public static Element named(Context context, CommandLine line) throws ToolException {
    return line.hasOption("cib") ? file(line.getOptionValue("cib")) : live(context);
  }

  /** The document in a file, or on standard input where the file is {@code -}. */
  public static Element file(String file) throws ToolException {
    String name = file.equals("-") ? "standard input" : "'" + file + "'";
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return Xml.parse(in, XmlLimits.FILE);
    } catch (XmlException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, name + " is not well-formed: " + e.getMessage(), "Mend the document.");
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, name + " cannot be read: " + e, "Name a file, or - for input.");
    }
  }

  private static Element live(Context context) throws ToolException {
    return context.cluster().query("");
  }
}
