package io.systole.tools;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The command line: {@code systole COMMAND}. */
public final class Systole {

  private final CommandTable table;
  private final Terminal terminal;

  Systole(CommandTable table, Terminal terminal) {
    this.table = table;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    ExitCode code = new Systole(CommandTable.all(), Terminal.ofProcess()).run(List.of(args));
    System.out.flush();
    if (System.out.checkError() && code == ExitCode.OK) {
      // Nobody reads any more, as in "systole status | head": what was asked for was done.
      System.exit(ExitCode.OK.status());
    }
    System.exit(code.status());
  }

  /** Shows the status and the help, for the archive of classes that is made meanwhile. */
  public static ExitCode rehearse(Terminal terminal, String config) {
    Systole tool = new Systole(CommandTable.all(), terminal);
    ExitCode _ = tool.run(List.of("help"));
    return tool.run(List.of("status", "--config", config));
  }

  /** Runs one command line; whatever goes wrong is told on the terminal. */
  ExitCode run(List<String> args) {
    try {
      return dispatch(args);
    } catch (ToolException e) {
      terminal.err().println("systole: " + e.getMessage());
      if (!e.remedy().isEmpty()) {
        terminal.err().println("  " + e.remedy());
      }
      return e.code();
    }
  }

  private ExitCode dispatch(List<String> args) throws ToolException {
    if (args.isEmpty()) {
      terminal.err().print(Help.overview(table));
      return ExitCode.USAGE;
    }
    return switch (args.getFirst()) {
      case "help", "--help", "-h" -> print(help(args.subList(1, args.size())));
      case "--version", "version" -> print(Version.line() + "\n");
      case "completion" -> print(Completion.bash(table));
      default -> runCommand(args);
    };
  }

  private ExitCode print(String text) {
    terminal.out().print(text);
    return ExitCode.OK;
  }

  private String help(List<String> words) throws ToolException {
    if (words.isEmpty()) {
      return Help.overview(table);
    }
    Optional<CommandTable.Match> match = table.match(words);
    if (match.isPresent()) {
      return Help.of(match.get().command());
    }
    ImmutableList<Command> group = table.group(words.getFirst());
    if (group.isEmpty()) {
      throw table.unknown(words);
    }
    return Help.group(words.getFirst(), group);
  }

  private ExitCode runCommand(List<String> args) throws ToolException {
    Optional<CommandTable.Match> match = table.match(args);
    if (match.isEmpty()) {
      ImmutableList<Command> group = table.group(args.getFirst());
      boolean asksForHelp = args.size() == 1 || args.get(1).equals("--help");
      if (!group.isEmpty() && asksForHelp) {
        terminal.out().print(Help.group(args.getFirst(), group));
        return args.size() == 1 ? ExitCode.USAGE : ExitCode.OK;
      }
      throw table.unknown(args);
    }
    Command command = match.get().command();
    CommandLine line = parse(command, match.get().rest());
    if (line.hasOption("help")) {
      terminal.out().print(Help.of(command));
      return ExitCode.OK;
    }
    try (Context context = Context.of(line, terminal)) {
      return command.run(context, line);
    }
  }

  private static CommandLine parse(Command command, List<String> rest) throws ToolException {
    Options options = optionsOf(command);
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .get()
          .parse(options, rest.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      List<String> known =
          options.getOptions().stream().map(option -> "--" + option.getLongOpt()).toList();
      throw ToolException.usage(
          "there is no option " + e.getOption(), Suggestions.sentence(e.getOption(), known));
    } catch (ParseException e) {
      throw ToolException.usage(
          Objects.requireNonNullElse(e.getMessage(), "the options are wrong"),
          "See: systole help " + command.usage().words());
    }
  }

  /** A command's own options and those that all commands have. */
  static Options optionsOf(Command command) {
    Options all = new Options();
    command.usage().options().getOptions().forEach(all::addOption);
    Context.OPTIONS.getOptions().forEach(all::addOption);
    all.addOption(Option.builder("h").longOpt("help").desc("Show this help.").get());
    return all;
  }

  static ImmutableList<String> split(String words) {
    return ImmutableList.copyOf(Arrays.asList(words.split(" ", -1)));
  }
}
