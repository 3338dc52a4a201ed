package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.xml.Element;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crmadmin}: asks the controller. */
final class AdminTool implements FieldCommand {

  @Override
  public String name() {
    return "crmadmin";
  }

  @Override
  public String summary() {
    return "Ask the controller who coordinates, and which nodes there are.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("D", "dc_lookup", "Show the coordinator's name.")
        .flag("N", "nodes", "Show the names of all configured nodes.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    if (FieldOptions.theOne(line, "dc_lookup", "nodes").equals("nodes")) {
      Element cib = context.cluster().query("");
      for (String node : CibFragments.nodeNames(cib)) {
        context.terminal().line("cluster node: " + node);
      }
      return ExitCode.OK;
    }
    String dc = context.cluster().controllerState().attribute("dc", "");
    if (dc.isEmpty()) {
      throw new ToolException(
          ExitCode.ERROR, "there is no coordinator at present", "Try again in a moment.");
    }
    context.terminal().line("Designated Controller is: " + dc);
    return ExitCode.OK;
  }
}
