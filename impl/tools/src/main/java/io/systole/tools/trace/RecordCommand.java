package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceReport;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole trace record}: the traces of a running cluster, as one. */
public final class RecordCommand implements Command {

  private static final Option OUTPUT =
      Option.builder("o")
          .longOpt("output")
          .hasArg()
          .argName("FILE")
          .desc("The trace to write.")
          .get();

  private static final Option FOR =
      Option.builder()
          .longOpt("for")
          .hasArg()
          .argName("SECONDS")
          .desc("Let the cluster go on for so long first.")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "trace record",
        "[FOLDER...]",
        "Record what a running cluster does",
        "Every process of a node with trace=\"FOLDER\" on <systole> tells all its steps from its"
            + " start there. This makes one trace of them, up to now, in an order that agrees with"
            + " the messages. Name the folders of several nodes to have the messages between them"
            + " in it; without any, it is this node's alone.",
        ImmutableList.of(
            new Example("systole trace record -o node.ndjson", "records this node"),
            new Example(
                "systole trace record --for 10 -o run.ndjson /var/tmp/n1 /var/tmp/n2",
                "waits ten seconds and records two nodes")),
        new Options().addOption(OUTPUT).addOption(FOR));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String output = line.getOptionValue("output");
    if (output == null) {
      throw ToolException.usage("--output is missing", "Name the file to write.");
    }
    List<String> folders =
        line.getArgList().isEmpty() ? ImmutableList.of(ownFolder(context)) : line.getArgList();
    pause(context.seconds(line, "for", Duration.ZERO));
    ImmutableList<String> lines = TraceFiles.of(folders).soFar();
    TraceReport report = TraceReader.read(lines);
    try {
      Files.write(Path.of(output), lines);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, output + " can't be written: " + e, "Name another file.");
    }
    context.terminal().line(output + ": " + report.steps() + " steps");
    if (!report.problems().isEmpty()) {
      throw new ToolException(
          ExitCode.DATA,
          "the trace is not a good one: " + report.problems().getFirst(),
          "Run systole trace validate " + output + " to see all that is wrong.");
    }
    return ExitCode.OK;
  }

  /** What is found in the traces of all processes below a folder, as one. */
  public static TraceReport soFar(Path folder) throws ToolException {
    return TraceReader.read(TraceFiles.of(ImmutableList.of(folder.toString())).soFar());
  }

  private static String ownFolder(Context context) throws ToolException {
    Optional<Path> folder = context.configuration().trace();
    if (folder.isEmpty()) {
      throw new ToolException(
          ExitCode.CONFIGURATION,
          "this node does not trace",
          "Set trace=\"FOLDER\" on <systole> in its configuration and start the node again, or name"
              + " folders with traces.");
    }
    return folder.get().toString();
  }

  /** The span that was asked for; nothing ends it early but the end of this program. */
  private static void pause(Duration span) throws ToolException {
    try {
      boolean _ = new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException(ExitCode.ERROR, "interrupted", "");
    }
  }
}
