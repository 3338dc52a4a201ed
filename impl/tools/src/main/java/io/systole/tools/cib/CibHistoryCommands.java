package io.systole.tools.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole cib log|show|revert}: the configurations that there have been. */
final class CibHistoryCommands {

  private CibHistoryCommands() {}

  static ImmutableList<Command> all() {
    return ImmutableList.of(new Log(), new Show(), new Revert());
  }

  private static Element history(Context context) throws ToolException {
    return context.cluster().query(Element.of("history"));
  }

  private static Element entry(Context context, CommandLine line) throws ToolException {
    String number = context.oneArgument(line, "NUMBER");
    if (!number.matches("[0-9]{1,18}")) {
      throw ToolException.usage(
          "'" + number + "' is no number", "Give a number that systole cib log lists.");
    }
    return context.cluster().query(Element.of("history", "number", number));
  }

  private static final class Log implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cib log",
          "",
          "Tell who changed the configuration, and when",
          "The last 50 configurations that this node has had, the newest first. One that came from"
              + " another node, as when this one joined, has no user and node.",
          ImmutableList.of(
              new Example("systole cib log", "lists them"),
              new Example("systole cib log --output-as=xml", "lists them for a program")),
          new Options().addOption(OutputFormat.option()));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      Element history = history(context);
      switch (OutputFormat.of(line)) {
        case TEXT -> {
          for (Element entry : history.children()) {
            context.terminal().line(text(entry));
          }
        }
        case XML -> OutputFormat.print(context.terminal(), "cib log", history, ExitCode.OK);
      }
      return ExitCode.OK;
    }

    private static String text(Element entry) {
      String node = entry.attribute("node", "");
      return lenientFormat(
          "%s  version %s  %s  %s  (%s changes)",
          entry.attribute("number", ""),
          entry.attribute("version", ""),
          entry.attribute("time", ""),
          node.isEmpty() ? "from another node" : entry.attribute("user", "") + " on " + node,
          entry.attribute("changes", ""));
    }
  }

  private static final class Show implements Command {
    private static final Option WHOLE =
        Option.builder().longOpt("whole").desc("Print all of the configuration as it was.").get();

    @Override
    public Usage usage() {
      return new Usage(
          "cib show",
          "NUMBER",
          "Show what a change of the configuration was",
          "Prints the patchset that made the configuration of the one before.",
          ImmutableList.of(
              new Example("systole cib show 7", "prints what changed"),
              new Example("systole cib show 7 --whole", "prints the whole CIB as it then was")),
          new Options().addOption(WHOLE));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      Element entry = entry(context, line);
      Element shown = part(entry, line.hasOption("whole") ? "cib" : "diff");
      context.terminal().out().print(Xml.writeIndented(shown));
      return ExitCode.OK;
    }
  }

  private static Element part(Element entry, String name) throws ToolException {
    return entry
        .child(name)
        .orElseThrow(() ->
            new ToolException(
                ExitCode.DATA,
                "the CIB manager's answer has no <" + name + ">",
                "Use tools of the version of the daemons."));
  }

  private static final class Revert implements Command {
    private static final Option DRY_RUN =
        Option.builder()
            .longOpt("dry-run")
            .desc("Check the change and say what would come of it, but do not make it.")
            .get();

    @Override
    public Usage usage() {
      return new Usage(
          "cib revert",
          "NUMBER",
          "Go back to a configuration that there has been",
          "The configuration becomes what it was, as a change of its own: the version rises, and"
              + " the status stays. It is refused if somebody changes the configuration meanwhile.",
          ImmutableList.of(
              new Example("systole cib revert 7", "makes entry 7 the configuration again"),
              new Example("systole cib revert 7 --dry-run", "says what would come of it")),
          new Options().addOption(DRY_RUN));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      Element then = part(entry(context, line), "cib");
      Element now =
          context.cluster().query(Element.of("query", "section", "", "children", "false"));
      Element.Builder change =
          Element.builder("change").attribute("if-version", configurationOf(now));
      if (line.hasOption("dry-run")) {
        change.attribute("dry-run", "true");
      }
      change.child(Element.of("replace", "section", "").plus(newAs(now, then)));
      Element changed = context.cluster().change(change.build());
      context.terminal().line(said(now, changed, line.hasOption("dry-run")));
      return ExitCode.OK;
    }

    /** What was, with the version of what is: the change itself raises it. */
    private static Element newAs(Element now, Element then) {
      return then.with("admin_epoch", now.attribute("admin_epoch", "0"))
          .with("epoch", now.attribute("epoch", "0"))
          .with("num_updates", now.attribute("num_updates", "0"));
    }

    private static String said(Element now, Element changed, boolean dryRun) {
      String version = changed.attribute("version", "unknown");
      if (version.startsWith(prefix(now))) {
        return "version " + version + ": that is the configuration already";
      }
      return (dryRun ? "would be version " : "version ") + version;
    }

    /** The version with num_updates 0: changes of the status meanwhile do not matter. */
    private static String configurationOf(Element cib) {
      return prefix(cib) + "0";
    }

    private static String prefix(Element cib) {
      return cib.attribute("admin_epoch", "0") + "." + cib.attribute("epoch", "0") + ".";
    }
  }
}
