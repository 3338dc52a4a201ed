package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.StatusCommand;
import io.systole.tools.status.StatusText;
import io.systole.tools.status.StatusXml;
import io.systole.xml.Xml;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_mon}: what runs where. */
final class Monitor implements FieldCommand {

  @Override
  public String name() {
    return "crm_mon";
  }

  @Override
  public String summary() {
    return "Show the nodes and what runs where.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("1", "one-shot", "Show it once, and not at each change.")
        .value("", "output-as", "FORMAT", "text (the default) or xml")
        .flag("X", "as-xml", "The same as --output-as=xml.")
        .flag("r", "inactive", "Show inactive resources, which are always shown.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String format = line.hasOption("as-xml") ? "xml" : line.getOptionValue("output-as", "text");
    return switch (format) {
      case "xml" -> {
        ClusterStatus status = ClusterStatus.of(context.cluster().query(""));
        context.terminal().out().print(Xml.writeIndented(StatusXml.ofField(status, name())));
        yield ExitCode.OK;
      }
      case "text" -> text(context, line.hasOption("one-shot"));
      default ->
          throw ToolException.usage(
              "there is no output format '" + format + "'", "There are: text, xml.");
    };
  }

  private static ExitCode text(Context context, boolean once) throws ToolException {
    if (!once) {
      return StatusCommand.watch(context);
    }
    ClusterStatus status = ClusterStatus.of(context.cluster().query(""));
    new StatusText(context.terminal()).lines(status).forEach(context.terminal()::line);
    return ExitCode.OK;
  }
}
