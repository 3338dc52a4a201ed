package io.systole.tools.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.upgrade.Upgraded;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole cib upgrade}: brings the cluster's configuration to the newest schema. */
final class CibUpgradeCommand implements Command {

  private static final Option DRY_RUN =
      Option.builder().longOpt("dry-run").desc("Tell what would change, and change nothing.").get();

  private static final Option KEEP =
      Option.builder()
          .longOpt("keep")
          .hasArg()
          .argName("FILE")
          .desc("Where the original is kept (default: cib-VERSION.xml in this folder).")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "cib upgrade",
        "",
        "Bring the configuration to the newest schema",
        "Every change is told. The original is kept in a file, which 'systole cib replace' takes"
            + " back. Nothing is changed if the configuration has changed in the meantime.",
        ImmutableList.of(
            new Example("systole cib upgrade --dry-run", "tells what would change"),
            new Example("systole cib upgrade --keep before.xml", "upgrades, and keeps the old")),
        new Options().addOption(DRY_RUN).addOption(KEEP));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    context.noArguments(line);
    Element cib = context.cluster().query("");
    Upgraded upgraded = Upgrading.upgrade("the cluster's CIB", cib);
    Upgrading.tell(upgraded, context.terminal());
    if (!upgraded.isChanged() || line.hasOption("dry-run")) {
      return ExitCode.OK;
    }
    String version = version(cib);
    Path kept = Path.of(line.getOptionValue("keep", "cib-" + version + ".xml"));
    if (Files.exists(kept)) {
      throw ToolException.usage(
          kept + " is there already, and is not overwritten", "Name another file with --keep.");
    }
    Upgrading.write(kept, Xml.writeIndented(cib));
    Element change =
        // Changes of the status meanwhile do not matter: it stays as it is.
        Element.of("change", "if-version", configuration(cib) + ".0")
            .plus(Element.of("replace", "section", "").plus(upgraded.result()));
    Element changed = context.cluster().change(change);
    context.terminal().line("version " + changed.attribute("version", "unknown"));
    context.terminal().line("the original is kept in " + kept);
    return ExitCode.OK;
  }

  private static String version(Element cib) {
    return configuration(cib) + "." + cib.attribute("num_updates", "0");
  }

  private static String configuration(Element cib) {
    return cib.attribute("admin_epoch", "0") + "." + cib.attribute("epoch", "0");
  }
}
