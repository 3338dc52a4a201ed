package io.systole.tools;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** For whom a command writes: a person, or a program. */
public enum OutputFormat {
  TEXT("text"),
  XML("xml");

  private static final String OPTION = "output-as";

  private final String text;

  OutputFormat(String text) {
    this.text = text;
  }

  public static Option option() {
    return Option.builder()
        .longOpt(OPTION)
        .hasArg()
        .argName("FORMAT")
        .desc("text (the default) or xml")
        .get();
  }

  /** The format that was asked for. */
  public static OutputFormat of(CommandLine line) throws ToolException {
    String asked = line.getOptionValue(OPTION, TEXT.text);
    for (OutputFormat format : values()) {
      if (format.text.equals(asked)) {
        return format;
      }
    }
    throw ToolException.usage("there is no output format '" + asked + "'", "There are: text, xml.");
  }

  /**
   * Writes a result for programs, in the envelope that all results have.
   *
   * @param request the command line's words
   * @param code how the command ends
   */
  public static void print(Terminal terminal, String request, Element result, ExitCode code) {
    Element whole =
        Element.builder("systole-result")
            .attribute("api-version", "1.0")
            .attribute("request", request)
            .child(result)
            .child(
                Element.of(
                    "status", "code", Integer.toString(code.status()), "message", code.name()))
            .build();
    terminal.out().print(Xml.writeIndented(whole));
  }
}
