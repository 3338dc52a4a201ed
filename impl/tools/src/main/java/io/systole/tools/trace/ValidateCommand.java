package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceProblem;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceReport;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole trace validate}: whether a trace is one that a run has written. */
public final class ValidateCommand implements Command {

  private static final Option TOGETHER =
      Option.builder()
          .longOpt("together")
          .desc("Take all files for traces of one run, so that messages between them are checked.")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "trace validate",
        "FILE...",
        "Check traces",
        "A trace is refused if it is empty, cut, or changed: each machine's steps have to be a"
            + " chain of states, each state has to have its digest, a refused event has to leave"
            + " all as it was, and each message has to have been sent once, before it was"
            + " received. A folder stands for the files in it that end in .ndjson. The status is"
            + " 0 if nothing is wrong, and 65 otherwise.",
        ImmutableList.of(
            new Example("systole trace validate run.ndjson", "checks one trace"),
            new Example(
                "systole trace validate --together /var/lib/systole/traces",
                "checks the traces of all processes as one")),
        new Options().addOption(TOGETHER).addOption(OutputFormat.option()));
  }

  private record Verdict(String name, TraceReport report) {

    boolean isGood() {
      return report.problems().isEmpty();
    }
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    TraceFiles files = TraceFiles.of(line.getArgList());
    ImmutableList<Verdict> verdicts = judge(files, line.hasOption("together"));
    ExitCode code = verdicts.stream().allMatch(Verdict::isGood) ? ExitCode.OK : ExitCode.DATA;
    switch (OutputFormat.of(line)) {
      case TEXT -> verdicts.forEach(verdict -> tell(verdict, context.terminal()));
      case XML -> {
        Element.Builder all = Element.builder("traces");
        verdicts.forEach(verdict -> all.child(xml(verdict)));
        OutputFormat.print(context.terminal(), "trace validate", all.build(), code);
      }
    }
    return code;
  }

  private static ImmutableList<Verdict> judge(TraceFiles files, boolean together)
      throws ToolException {
    List<ImmutableList<String>> traces = files.read();
    ImmutableList.Builder<Verdict> verdicts = ImmutableList.builder();
    boolean good = true;
    for (int i = 0; i < traces.size(); i++) {
      Path file = files.files().get(i);
      Verdict verdict = new Verdict(file.toString(), TraceReader.read(traces.get(i)));
      good &= verdict.isGood();
      verdicts.add(verdict);
    }
    // What is wrong by itself is not made better by the others.
    if (together && good) {
      verdicts.add(new Verdict("all together", TraceReader.read(files.merged())));
    }
    return verdicts.build();
  }

  private static void tell(Verdict verdict, Terminal terminal) {
    TraceReport report = verdict.report();
    for (TraceProblem problem : report.problems()) {
      terminal.line(
          verdict.name()
              + ":"
              + problem.line()
              + ": "
              + terminal.bad(problem.kind().name())
              + ": "
              + problem.detail());
    }
    terminal.line(
        verdict.name()
            + ": "
            + (verdict.isGood() ? terminal.good("OK") : report.problems().size() + " problems")
            + ", "
            + report.steps()
            + " steps, "
            + report.faults()
            + " faults");
  }

  private static Element xml(Verdict verdict) {
    Element.Builder trace =
        Element.builder("trace")
            .attribute("file", verdict.name())
            .attribute("steps", verdict.report().steps())
            .attribute("faults", verdict.report().faults())
            .attribute("valid", Boolean.toString(verdict.isGood()));
    for (TraceProblem problem : verdict.report().problems()) {
      trace.child(
          Element.of(
              "problem",
              "line",
              Long.toString(problem.line()),
              "kind",
              problem.kind().name(),
              "detail",
              problem.detail()));
    }
    return trace.build();
  }
}
