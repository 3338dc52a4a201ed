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
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("suite")
            .hasArg()
            .argName("DIR")
            .desc("Run all cases of a regression suite: manifest.tsv, and xml/NAME.xml for each.")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR")
            .desc("Write exp/, summary/, scores/ and dot/ of all cases here.")
            .get());
    return new Usage(
        "simulate",
        "",
        "Show what the cluster would do.",
        "Reads",
        ImmutableList.of(
            new Example(
                "systole simulate --suite ../shared/cts-scheduler --out results",
                "runs a whole regression suite")),
        options);
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    return SuiteRun.run(
        Path.of(line.getOptionValue("suite")),
        Path.of(line.getOptionValue("out")),
        context.terminal());
  }
}
