package io.systole.tools.status;

import com.google.common.collect.ImmutableList;
import io.systole.tools.ClusterClient;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole status}: what runs where. */
public final class StatusCommand implements Command {

  @Override
  public Usage usage() {
    return new Usage(
        "status",
        "",
        "Show the nodes and what runs where",
        "",
        ImmutableList.of(
            new Example("systole status", "shows the cluster once"),
            new Example("systole status --watch", "shows it anew at each change, until Ctrl-C"),
            new Example("systole status --output-as=xml", "shows it for programs")),
        new Options()
            .addOption(OutputFormat.option())
            .addOption(
                Option.builder("w")
                    .longOpt("watch")
                    .desc("Go on showing the status at each change, until Ctrl-C.")
                    .get()));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    context.noArguments(line);
    boolean xml = OutputFormat.of(line) == OutputFormat.XML;
    if (line.hasOption("watch")) {
      if (xml) {
        throw ToolException.usage("--watch shows text only", "Leave --output-as=xml out.");
      }
      return watch(context);
    }
    ClusterStatus status = ClusterStatus.of(context.cluster().query(""));
    if (xml) {
      context.terminal().out().print(Xml.writeIndented(StatusXml.of(status)));
    } else {
      new StatusText(context.terminal()).lines(status).forEach(context.terminal()::line);
    }
    return ExitCode.OK;
  }

  /** Shows the status at each change, until the process is stopped. */
  public static ExitCode watch(Context context) throws ToolException {
    CountDownLatch closed = new CountDownLatch(1);
    try (ClusterClient client = context.cluster()) {
      client.watchCib(cib -> show(context.terminal(), cib), closed::countDown);
      closed.await();
      throw new ToolException(
          ExitCode.DISCONNECTED,
          "the CIB manager of this node has gone",
          "See 'systole node list' on another node.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK;
    }
  }

  /** Draws the whole status in the place of the last one. */
  public static synchronized void show(Terminal terminal, Element cib) {
    terminal.clear();
    new StatusText(terminal).lines(ClusterStatus.of(cib)).forEach(terminal::line);
    terminal.line("");
    terminal.out().flush();
  }
}
