package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceReport;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Which steps of a trace a command is about. */
record Selection(String node, String machine, long from, long to) {

  static Options options() {
    return new Options()
        .addOption(option("node", "NODE", "Only the steps of this node."))
        .addOption(option("machine", "MACHINE", "Only those of this machine, such as Controller."))
        .addOption(option("from", "NUMBER", "Begin at the step of this number."))
        .addOption(option("to", "NUMBER", "End at the step of this number."));
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  static Selection of(CommandLine line) throws ToolException {
    return new Selection(
        line.getOptionValue("node", ""),
        line.getOptionValue("machine", ""),
        number(line, "from", 1),
        number(line, "to", Long.MAX_VALUE));
  }

  private static long number(CommandLine line, String option, long otherwise) throws ToolException {
    String value = line.getOptionValue(option);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw ToolException.usage(
          "--" + option + " '" + value + "' is no number", "Give the number of a step.");
    }
  }

  boolean has(TraceStep step) {
    long index = Long.parseLong(step.index());
    return index >= from
        && index <= to
        && (step.isFault()
            || ((node.isEmpty() || node.equals(step.who().node()))
                && (machine.isEmpty() || machine.equals(step.who().machine()))));
  }

  /**
   * All steps of the traces that were named, in one order.
   *
   * @throws ToolException if they are no good traces
   */
  static ImmutableList<TraceStep> steps(List<String> names) throws ToolException {
    ImmutableList<String> lines = TraceFiles.of(names).merged();
    TraceReport report = TraceReader.read(lines);
    if (!report.problems().isEmpty()) {
      throw new ToolException(
          ExitCode.DATA,
          "the trace is not a good one: " + report.problems().getFirst(),
          "Run systole trace validate to see all that is wrong.");
    }
    return TraceStep.all(lines);
  }
}
