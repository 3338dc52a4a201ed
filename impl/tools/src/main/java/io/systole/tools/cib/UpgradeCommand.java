package io.systole.tools.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.upgrade.CibUpgrade;
import io.systole.cib.upgrade.UpgradeRefused;
import io.systole.cib.upgrade.Upgraded;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.XmlException;
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
            + " changed is told on standard error. Comments stay, but for those in what is dropped."
            + " FILE itself is left as it is. FILE may be - for standard input.",
        ImmutableList.of(
            new Example("systole upgrade cib.xml > new.xml", "upgrades a file"),
            new Example(
                "systole cib query | systole upgrade - > /dev/null", "tells what would change")),
        new Options().addOption(OUTPUT));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String file = context.oneArgument(line, "FILE");
    Upgraded upgraded = upgraded(file);
    Upgrading.tell(upgraded, context.terminal());
    String output = line.getOptionValue("output");
    if (output == null) {
      context.terminal().out().print(upgraded.text());
    } else if (output.equals(file)) {
      throw ToolException.usage(
          "--output would overwrite the original", "Name another file with --output.");
    } else {
      Upgrading.write(Path.of(output), upgraded.text());
    }
    return ExitCode.OK;
  }

  private static Upgraded upgraded(String file) throws ToolException {
    byte[] document = CibCommands.bytes(file);
    try {
      return CibUpgrade.shared().upgrade(document);
    } catch (XmlException e) {
      throw CibCommands.malformed(file, e);
    } catch (UpgradeRefused e) {
      throw Upgrading.refused(file.equals("-") ? "standard input" : file, e);
    }
  }
}
