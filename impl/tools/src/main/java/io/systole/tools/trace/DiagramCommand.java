package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole trace diagram}: a trace as a picture. */
public final class DiagramCommand implements Command {

  /** What has more rows nobody can read. */
  private static final int MOST_STEPS = 2000;

  @Override
  public Usage usage() {
    Options options = Selection.options();
    options.addOption(
        Option.builder("o")
            .longOpt("output")
            .hasArg()
            .argName("FILE")
            .desc("Write the picture there instead of to standard output.")
            .get());
    return new Usage(
        "trace diagram",
        "FILE...",
        "Draw traces as a sequence diagram",
        "The picture is SVG: a line of life for each machine of each node, a row for each step, and"
            + " an arrow for each message. An event that was refused is hollow. At most "
            + MOST_STEPS
            + " steps are drawn; choose them with the options.",
        ImmutableList.of(
            new Example("systole trace diagram run.ndjson > run.svg", "draws all steps"),
            new Example(
                "systole trace diagram traces --machine Controller --to 300 -o join.svg",
                "draws how the controllers came together")),
        options);
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    Selection selection = Selection.of(line);
    ImmutableList<TraceStep> chosen =
        Selection.steps(line.getArgList()).stream()
            .filter(selection::has)
            .collect(ImmutableList.toImmutableList());
    if (chosen.isEmpty()) {
      throw new ToolException(
          ExitCode.NO_SUCH, "no step is chosen", "See them with systole trace replay.");
    }
    if (chosen.size() > MOST_STEPS) {
      throw new ToolException(
          ExitCode.ERROR,
          chosen.size() + " steps are more than the " + MOST_STEPS + " that can be drawn",
          "Choose with --node, --machine, --from and --to.");
    }
    String svg = SequenceDiagram.of(chosen);
    String output = line.getOptionValue("output");
    if (output == null) {
      context.terminal().out().print(svg);
      return ExitCode.OK;
    }
    try {
      Files.writeString(Path.of(output), svg);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, output + " can't be written: " + e, "Name another file.");
    }
    context.terminal().line(output + ": " + chosen.size() + " steps");
    return ExitCode.OK;
  }
}
