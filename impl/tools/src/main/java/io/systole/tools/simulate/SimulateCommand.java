package io.systole.tools.simulate;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole simulate}: what {@code crm_simulate} does, and whole suites in one process. */
public final class SimulateCommand implements Command {

  @Override
  public Usage usage() {
    Options options = SimulateOptions.all();
    options.addOption(
        folder("suite", "Run all cases of a suite: manifest.tsv, and xml/NAME.xml for each."));
    options.addOption(
        folder("out", "With --suite: write exp/, summary/, scores/ and dot/ of all cases here."));
    return new Usage(
        "simulate",
        "",
        "Show what the cluster would do",
        "Plans a transition for the CIB of a file or of the running cluster, executes it on a copy"
            + " of the cluster's state, and shows the status before and after. Nothing is done to"
            + " the cluster. The options are those of crm_simulate.",
        ImmutableList.of(
            new Example(
                "systole simulate -LS --node-fail node2",
                "shows what the loss of node2 would mean"),
            new Example("systole simulate -x cib.xml -RsQ", "prints the scores for a saved CIB"),
            new Example("systole simulate --suite DIR --out DIR", "runs a regression suite")),
        options);
  }

  private static Option folder(String name, String description) {
    return Option.builder().longOpt(name).hasArg().argName("DIR").desc(description).get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    context.noArguments(line);
    String suite = line.getOptionValue("suite");
    if (suite == null) {
      return new SimulateRun(context, line).run("systole simulate");
    }
    String out = line.getOptionValue("out");
    if (out == null) {
      throw ToolException.usage("--out is missing", "Name the folder for the results.");
    }
    return SuiteRun.run(Path.of(suite), Path.of(out), context.terminal());
  }
}
