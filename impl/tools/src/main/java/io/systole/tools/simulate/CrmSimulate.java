package io.systole.tools.simulate;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.tools.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The field's {@code crm_simulate}, by its own name and with its own options. */
public final class CrmSimulate {

  private static final String NAME = "crm_simulate";

  private final Terminal terminal;

  CrmSimulate(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    ExitCode code = new CrmSimulate(Terminal.ofProcess()).run(List.of(args));
    System.out.flush();
    System.exit(code.status());
  }

  ExitCode run(List<String> args) {
    try {
      Options options = SimulateOptions.all();
      options.addOption(Option.builder("h").longOpt("help").desc("Show this help.").get());
      options.addOption(Option.builder().longOpt("version").desc("Show the version.").get());
      if (args.contains("-$") || args.contains("--version")) {
        terminal.line(Version.line());
        return ExitCode.OK;
      }
      CommandLine line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .get()
              .parse(options, args.toArray(String[]::new));
      if (line.hasOption("help")) {
        terminal.out().print(help(options));
        return ExitCode.OK;
      }
      String words = args.isEmpty() ? NAME : NAME + " " + String.join(" ", args);
      return new SimulateRun(Context.of(line, terminal), line).run(words);
    } catch (UnrecognizedOptionException e) {
      return refuse("Unknown option " + e.getOption(), "", ExitCode.USAGE);
    } catch (ParseException e) {
      return refuse(String.valueOf(e.getMessage()), "", ExitCode.USAGE);
    } catch (ToolException e) {
      return refuse(String.valueOf(e.getMessage()), e.remedy(), e.code());
    }
  }

  private ExitCode refuse(String problem, String remedy, ExitCode code) {
    terminal.err().println(NAME + ": " + problem);
    if (!remedy.isEmpty()) {
      terminal.err().println("  " + remedy);
    }
    return code;
  }

  private static String help(Options options) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println("Usage: crm_simulate [OPTION]...");
    out.println();
    out.println("Shows what a cluster would do, for a CIB from a file or a running cluster.");
    out.println();
    for (Option option : options.getOptions()) {
      String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
      String value = option.hasArg() ? "=" + option.getArgName() : "";
      String name = letter + "--" + option.getLongOpt() + value;
      out.printf(Locale.ROOT, "  %-28s %s%n", name, option.getDescription());
    }
    out.println();
    out.println(
        "OPSPEC is RESOURCE_TASK_INTERVAL@NODE=RC with the interval in milliseconds, as in");
    out.println("web_monitor_10000@node1=7: the monitor of web on node1 finds it not running.");
    out.flush();
    return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
