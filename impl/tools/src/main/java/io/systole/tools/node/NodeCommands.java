package io.systole.tools.node;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.tools.status.ClusterStatus;
import io.systole.xml.Element;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code systole node ...}: starting, stopping and emptying nodes. */
public final class NodeCommands {

  private NodeCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.of(
        new ListAll(),
        new Start(),
        new Stop(),
        new Attribute("standby", "standby", "true", "Move all resources off a node"),
        new Attribute("unstandby", "standby", "false", "Let resources run on a node again"),
        new Attribute("maintenance", "maintenance", "true", "Leave a node's resources alone"),
        new Attribute("ready", "maintenance", "false", "Manage a node's resources again"));
  }

  private static final class ListAll implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "node list",
          "",
          "List the nodes with their state",
          "",
          ImmutableList.of(new Example("systole node list", "prints a line a node")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      ClusterStatus status = ClusterStatus.of(context.cluster().query(""));
      status
          .nodes()
          .values()
          .forEach(node -> context.terminal().line(node.name() + "\t" + node.condition().word()));
      return ExitCode.OK;
    }
  }

  private static final class Start implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "node start",
          "",
          "Start Systole on this node",
          "Starts the supervisor with this node's configuration and waits until the node's daemons"
              + " answer. Under systemd, start the unit systole instead.",
          ImmutableList.of(
              new Example("systole node start", "starts the node that this machine is"),
              new Example(
                  "systole node start --config demo/node2/systole.xml", "starts another node")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      NodeProcess node = new NodeProcess(context.configuration());
      if (node.isRunning()) {
        context.terminal().line(node.name() + " is running already");
        return ExitCode.OK;
      }
      node.start();
      context.terminal().line(node.name() + " has started");
      return ExitCode.OK;
    }
  }

  private static final class Stop implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "node stop",
          "",
          "Stop Systole on this node in order",
          "The node's resources are stopped or moved first, so that nobody has to fence it.",
          ImmutableList.of(new Example("systole node stop", "stops the node that this machine is")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      NodeProcess node = new NodeProcess(context.configuration());
      if (!node.isRunning()) {
        context.terminal().line(node.name() + " is not running");
        return ExitCode.OK;
      }
      node.stop();
      context.terminal().line(node.name() + " has stopped");
      return ExitCode.OK;
    }
  }

  /** Sets a node attribute that lasts. */
  private record Attribute(String word, String attribute, String value, String summary)
      implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "node " + word,
          "[NODE]",
          summary,
          "Sets the node attribute "
              + attribute
              + " to "
              + value
              + ". Without NODE it is the node that this machine is.",
          ImmutableList.of(new Example("systole node " + word + " node2", summary)),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      String name =
          line.getArgList().isEmpty()
              ? context.configuration().node().value()
              : context.oneArgument(line, "NODE");
      Element cib = context.cluster().query("");
      Element node =
          CibFragments.node(cib, name)
              .orElseThrow(() -> context.noSuch("node", name, CibFragments.nodeNames(cib)));
      Element owner = Element.of("node", "id", node.id());
      Element set = attributeOf(node);
      context.cluster().modify("nodes", owner.plus(set));
      context.terminal().line(name + ": " + attribute + "=" + value);
      return ExitCode.OK;
    }

    private Element attributeOf(Element node) {
      Element named = node.toBuilder().attribute("id", "nodes-" + node.id()).build();
      return CibFragments.attribute(named, "instance_attributes", attribute, value);
    }
  }
}
