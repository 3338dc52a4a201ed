package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.node.FenceCommands;
import java.time.Duration;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code stonith_admin}: fences by hand. */
final class FencingTool implements FieldCommand {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "stonith_admin";
  }

  @Override
  public String summary() {
    return "Power a node off or on by its fence device, and show what was fenced.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .value("B", "reboot", "NODE", "Power a node off and on again.")
        .value("F", "fence", "NODE", "Power a node off.")
        .value("U", "unfence", "NODE", "Power a node on.")
        .value("H", "history", "NODE", "Show what was done to a node, or with * to all.")
        .value("t", "timeout", "SECONDS", "How long it may take (default 120).")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String what = FieldOptions.theOne(line, "reboot", "fence", "unfence", "history");
    String node = line.getOptionValue(what);
    if (what.equals("history")) {
      FenceCommands.showHistory(context, node.equals("*") ? "" : node);
      return ExitCode.OK;
    }
    String action =
        switch (what) {
          case "reboot" -> "reboot";
          case "fence" -> "off";
          default -> "on";
        };
    FenceCommands.fence(context, node, action, context.seconds(line, "timeout", DEFAULT_TIMEOUT));
    return ExitCode.OK;
  }
}
