package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_node}: this node and the cluster's membership. */
final class NodeTool implements FieldCommand {

  @Override
  public String name() {
    return "crm_node";
  }

  @Override
  public String summary() {
    return "Show this node's name, the nodes that are there, and the quorum.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("n", "name", "Show this node's name.")
        .flag("l", "list", "Show all nodes with their ids and whether they are members.")
        .flag("p", "partition", "Show the nodes that this one can reach.")
        .flag("q", "quorum", "Show 1 if the nodes here are quorate, otherwise 0.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String asked = FieldOptions.theOne(line, "name", "list", "partition", "quorum");
    if (asked.equals("name")) {
      context.terminal().line(context.configuration().node().value());
      return ExitCode.OK;
    }
    Element state = context.cluster().controllerState();
    switch (asked) {
      case "quorum" ->
          context.terminal().line(state.attribute("quorate", "").equals("true") ? "1" : "0");
      case "partition" ->
          context
              .terminal()
              .line(
                  state.children("node").stream()
                      .map(node -> node.attribute("name", "?"))
                      .collect(Collectors.joining(" ")));
      default -> list(context, state);
    }
    return ExitCode.OK;
  }

  private static void list(Context context, Element state) throws ToolException {
    for (Element node : context.cluster().query("nodes").children("node")) {
      String name = node.attribute("uname", node.id());
      boolean member =
          state.children("node").stream().anyMatch(n -> n.attribute("name", "").equals(name));
      context.terminal().line(node.id() + " " + name + (member ? " member" : " lost"));
    }
  }
}
