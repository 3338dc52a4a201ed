package io.systole.tools.node;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.xml.Element;
import java.time.Duration;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole fence}: powering nodes off by hand, and what was fenced. */
public final class FenceCommands {

  private static final ImmutableSet<String> ACTIONS = ImmutableSet.of("reboot", "off", "on");
  private static final int DEFAULT_TIMEOUT_SECONDS = 60;

  private FenceCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.of(new Fence(), new History());
  }

  /** Fences a node, waits for the result, and gives it. */
  public static Element fence(Context context, String target, String action, Duration timeout)
      throws ToolException {
    Element cib = context.cluster().query("");
    if (CibFragments.node(cib, target).isEmpty()) {
      throw context.noSuch("node", target, CibFragments.nodeNames(cib));
    }
    Element fenced = context.cluster().fence(target, action, timeout);
    if (!fenced.attribute("status", "").equals("ok")) {
      throw new ToolException(
          ExitCode.ERROR,
          action + " of " + target + " failed: " + fenced.attribute("reason", "no reason given"),
          "See 'systole fence-history' and the log of the fencer on "
              + fenced.attribute("executor", "the nodes")
              + ".");
    }
    return fenced;
  }

  /** Prints what was fenced, a line an operation, of one node or of all. */
  public static void showHistory(Context context, String target) throws ToolException {
    for (Element operation : context.cluster().fenceHistory().children()) {
      if (!target.isEmpty() && !operation.attribute("target", "").equals(target)) {
        continue;
      }
      context
          .terminal()
          .line(
              String.join(
                  "\t",
                  operation.attribute("target", "?"),
                  operation.attribute("action", "?"),
                  operation.attribute("status", "?"),
                  operation.attribute("executor", "-"),
                  operation.attribute("reason", "")));
    }
  }

  private static final class Fence implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "fence",
          "NODE",
          "Power a node off and on again by its fence device",
          "The fencers of the cluster agree who does it. The command ends with the result; what"
              + " ran on the node is recovered elsewhere.",
          ImmutableList.of(
              new Example("systole fence node3", "reboots node3"),
              new Example("systole fence node3 --action off", "powers node3 off")),
          new Options()
              .addOption(
                  Option.builder("a")
                      .longOpt("action")
                      .hasArg()
                      .argName("ACTION")
                      .desc("reboot (the default), off or on")
                      .get())
              .addOption(
                  Option.builder("t")
                      .longOpt("timeout")
                      .hasArg()
                      .argName("SECONDS")
                      .desc("How long it may take (default " + DEFAULT_TIMEOUT_SECONDS + ").")
                      .get()));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      String target = context.oneArgument(line, "NODE");
      String action = line.getOptionValue("action", "reboot");
      if (!ACTIONS.contains(action)) {
        throw ToolException.usage(
            "there is no fence action '" + action + "'", "There are: reboot, off, on.");
      }
      Duration timeout =
          context.seconds(line, "timeout", Duration.ofSeconds(DEFAULT_TIMEOUT_SECONDS));
      Element fenced = fence(context, target, action, timeout);
      context
          .terminal()
          .line(action + " of " + target + " by " + fenced.attribute("executor", "?") + ": ok");
      return ExitCode.OK;
    }
  }

  private static final class History implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "fence-history",
          "",
          "List the fencing operations that the cluster remembers",
          "",
          ImmutableList.of(new Example("systole fence-history", "prints a line an operation")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      showHistory(context, "");
      return ExitCode.OK;
    }
  }
}
