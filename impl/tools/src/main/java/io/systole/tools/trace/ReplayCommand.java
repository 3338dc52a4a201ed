package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.Canonical;
import io.systole.kernel.trace.Json;
import io.systole.kernel.trace.StateChange;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole trace replay}: a trace step by step, with what changed. */
public final class ReplayCommand implements Command {

  private static final Option STATE =
      Option.builder().longOpt("state").desc("Show the whole state after each step.").get();

  private static final Option WHOLE =
      Option.builder().longOpt("whole").desc("Do not shorten long values.").get();

  /** What is longer is cut, unless all is asked for. */
  private static final int LONGEST = 160;

  @Override
  public Usage usage() {
    Options options = Selection.options();
    options.addOption(STATE);
    options.addOption(WHOLE);
    return new Usage(
        "trace replay",
        "FILE...",
        "Show traces step by step",
        "For each step: who took it, the event with its arguments and cause, which parts of the"
            + " state changed, and what the world was asked for. Several files, or a folder, are"
            + " put into one order that agrees with the messages.",
        ImmutableList.of(
            new Example("systole trace replay run.ndjson", "shows all steps"),
            new Example(
                "systole trace replay traces --node node1 --machine Controller",
                "shows what one node's controller did"),
            new Example(
                "systole trace replay run.ndjson --from 40 --to 40 --state --whole",
                "shows one step with all that is known of it")),
        options);
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    Selection selection = Selection.of(line);
    Terminal terminal = context.terminal();
    int longest = line.hasOption("whole") ? Integer.MAX_VALUE : LONGEST;
    Map<TraceStep.Who, Json> states = new TreeMap<>(Comparator.comparing(Object::toString));
    long shown = 0;
    for (TraceStep step : Selection.steps(line.getArgList())) {
      Json before =
          step.initial().equals(Json.MISSING)
              ? states.getOrDefault(step.who(), Json.MISSING)
              : step.initial();
      if (!step.isFault()) {
        states.put(step.who(), step.state());
      }
      if (selection.has(step)) {
        shown++;
        show(step, before, terminal, longest);
        if (line.hasOption("state") && !step.isFault()) {
          terminal.line("  = " + cut(Canonical.json(step.state()), longest));
        }
      }
    }
    if (shown == 0) {
      throw new ToolException(
          ExitCode.NO_SUCH, "no step is chosen", "Look at the trace without options first.");
    }
    return ExitCode.OK;
  }

  private static void show(TraceStep step, Json before, Terminal terminal, int longest) {
    String args = cut(Canonical.json(step.args()), longest);
    if (step.isFault()) {
      terminal.line(
          terminal.faint(step.index()) + " " + terminal.bad("* " + step.action()) + " " + args);
      return;
    }
    terminal.line(
        terminal.faint(step.index())
            + " "
            + step.who()
            + ": "
            + terminal.bold(step.action())
            + " "
            + args
            + terminal.faint(" <- " + step.cause()));
    if (!step.refused().isEmpty()) {
      terminal.line("  refused: " + terminal.bad(step.refused()));
    }
    for (StateChange change : StateChange.between(before, step.state())) {
      terminal.line("  ~ " + cut(change.toString(), longest));
    }
    for (Json effect : step.effects()) {
      terminal.line("  > " + cut(Canonical.json(effect), longest));
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
  }
}
