package io.systole.tools.cib;

import io.systole.cib.Finding;
import io.systole.cib.upgrade.CibUpgrade;
import io.systole.cib.upgrade.UpgradeRefused;
import io.systole.cib.upgrade.Upgraded;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the commands that upgrade have in common. */
public final class Upgrading {

  private Upgrading() {}

  /** The document by the newest schema. */
  public static Upgraded upgrade(String what, Element cib) throws ToolException {
    try {
      return CibUpgrade.shared().upgrade(cib);
    } catch (UpgradeRefused e) {
      throw refused(what, e);
    }
  }

  static ToolException refused(String what, UpgradeRefused e) {
    return new ToolException(
        ExitCode.CONFIGURATION,
        what + ": " + Objects.requireNonNullElse(e.getMessage(), "it can't be upgraded"),
        e.findings().stream().map(Finding::toString).collect(Collectors.joining("\n  ")));
  }

  /** Tells every change as a line of progress, so that the result alone goes to a pipe. */
  public static void tell(Upgraded upgraded, Terminal terminal) {
    for (Upgraded.Change change : upgraded.changes()) {
      terminal.err().println(change.text());
    }
    String from = upgraded.original().attribute("validate-with", "");
    String to = upgraded.result().attribute("validate-with", "");
    terminal
        .err()
        .println(
            upgraded.isChanged()
                ? "from " + from + " to " + to + ": " + upgraded.changes().size() + " changes"
                : "nothing to do: it is of " + from);
  }

  static void write(Path file, String cib) throws ToolException {
    try {
      Files.writeString(file, cib, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.ERROR, "cannot write " + file + ": " + e, "Name another file.");
    }
  }
}
