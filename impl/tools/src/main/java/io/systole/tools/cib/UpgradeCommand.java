package io.systole.tools.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.upgrade.Upgraded;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole upgrade FILE}: brings a configuration in a file to the newest schema. */
public final class UpgradeCommand implements Command {

  private static final Option OUTPUT =
      Option.builder("o")
          .longOpt("output")
          .hasArg()
          .argName("FILE")
          .desc("Write the result there (default: standard output).")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "upgrade",
        "FILE",
        "Bring a configuration in a file to the newest schema",
        "The result is written to standard output, or to the file that --output names; what was"
            + " changed is told on standard error. FILE itself is left as it is. FILE may be - for"
            + " standard input.",
        ImmutableList.of(
            new Example("systole upgrade cib.xml > new.xml", "upgrades a file"),
            new Example(
                "systole cib query | systole upgrade - > /dev/null", "tells what would change")),
        new Options().addOption(OUTPUT));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String file = context.oneArgument(line, "FILE");
    Element cib = CibCommands.read(file);
    Upgraded upgraded = Upgrading.upgrade(file.equals("-") ? "standard input" : file, cib);
    Upgrading.tell(upgraded, context.terminal());
    String output = line.getOptionValue("output");
    if (output == null) {
      context.terminal().out().print(Xml.writeIndented(upgraded.result()));
    } else if (output.equals(file)) {
      throw ToolException.usage(
          "--output would overwrite the original", "Name another file with --output.");
    } else {
      Upgrading.write(Path.of(output), upgraded.result());
    }
    return ExitCode.OK;
  }
}
