package io.systole.tools.field;

import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.List;

/** Results for programs in the field's envelope. */
final class FieldResults {

  private static final String API_VERSION = "2.30";

  private FieldResults() {}

  /**
   * Writes a result.
   *
   * @param request the command
   * @param code how the command ends
   */
  static void print(Terminal terminal, String request, List<Element> content, ExitCode code) {
    terminal
        .out()
        .print(
            Xml.writeIndented(
                Element.builder("pacemaker-result")
                    .attribute("api-version", API_VERSION)
                    .attribute("request", request)
                    .children(content)
                    .child(
                        Element.of(
                            "status",
                            "code",
                            Integer.toString(code.status()),
                            "message",
                            words(code)))
                    .build()));
  }

  /** As the field's tools call a status. */
  static String words(ExitCode code) {
    return switch (code) {
      case OK -> "OK";
      case ERROR -> "Error occurred";
      case NOT_ALLOWED -> "Insufficient privileges";
      case USAGE -> "Incorrect usage";
      case DATA -> "Invalid data given";
      case NO_INPUT -> "Input file not available";
      case UNAVAILABLE -> "Service unavailable";
      case SOFTWARE -> "Internal software bug";
      case CANNOT_CREATE -> "File could not be created";
      case CONFIGURATION -> "Invalid configuration";
      case DISCONNECTED -> "Not connected";
      case OLD -> "Update was older than existing configuration";
      case NO_SUCH -> "No such object";
      case NO_QUORUM -> "Operation requires quorum";
      case EXISTS -> "Object already exists";
      case EXPIRED -> "Requested item has expired";
      case NOT_YET_IN_EFFECT -> "Requested item is not yet in effect";
      case UNSATISFIED -> "Requested item does not satisfy constraints";
      case TIMEOUT -> "Timeout occurred";
    };
  }
}
