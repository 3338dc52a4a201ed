package io.systole.tools.field;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.Help;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.tools.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The program behind the field's command names: its first argument is the name. */
public final class FieldCommands {

  private final ImmutableSortedMap<String, FieldCommand> commands;
  private final Terminal terminal;
  private final UnaryOperator<String> environment;

  FieldCommands(
      Iterable<FieldCommand> commands, Terminal terminal, UnaryOperator<String> environment) {
    ImmutableSortedMap.Builder<String, FieldCommand> byName = ImmutableSortedMap.naturalOrder();
    commands.forEach(command -> byName.put(command.name(), command));
    this.commands = byName.buildOrThrow();
    this.terminal = terminal;
    this.environment = environment;
  }

  public static void main(String[] args) {
    ExitCode code =
        new FieldCommands(all(), Terminal.ofProcess(), Context::ofProcess).run(List.of(args));
    System.out.flush();
    System.exit(code.status());
  }

  /** All of them. */
  public static ImmutableList<FieldCommand> all() {
    return ImmutableList.of(
        new Monitor(),
        new ResourceTool(),
        new AdminTool(),
        new AttributeTool(),
        new CibTool(),
        new DiffTool(),
        new FencingTool(),
        new NodeTool(),
        new RuleTool(),
        new SecretTool(),
        new ShadowTool(),
        new VerifyTool());
  }

  ExitCode run(List<String> args) {
    FieldCommand command = args.isEmpty() ? null : commands.get(args.getFirst());
    if (command == null) {
      terminal.err().println("there are the commands " + String.join(", ", commands.keySet()));
      return ExitCode.USAGE;
    }
    try {
      return run(command, args.subList(1, args.size()));
    } catch (ToolException e) {
      terminal.err().println(command.name() + ": " + e.getMessage());
      if (!e.remedy().isEmpty()) {
        terminal.err().println("  " + e.remedy());
      }
      return e.code();
    }
  }

  private ExitCode run(FieldCommand command, List<String> args) throws ToolException {
    Options options = options(command);
    try {
      CommandLine line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .get()
              .parse(options, args.toArray(String[]::new));
      if (line.hasOption("help")) {
        terminal.out().print(Help.ofProgram(command.name(), command.summary(), options));
        return ExitCode.OK;
      }
      if (line.hasOption("version")) {
        terminal.line(Version.line());
        return ExitCode.OK;
      }
      return run(command, line);
    } catch (ParseException e) {
      throw ToolException.usage(
          Objects.requireNonNullElse(e.getMessage(), "the options are wrong"),
          "See: " + command.name() + " --help");
    }
  }

  private ExitCode run(FieldCommand command, CommandLine line) throws ToolException {
    String file = line.getOptionValue(FieldOptions.OUTPUT_TO, "-");
    if (file.equals("-")) {
      return run(command, line, terminal);
    }
    try (PrintStream out = new PrintStream(file, StandardCharsets.UTF_8)) {
      Terminal written = new Terminal(out, terminal.err(), false);
      return run(command, line, written);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, file + " can't be written: " + e, "Name another file.");
    }
  }

  private ExitCode run(FieldCommand command, CommandLine line, Terminal written)
      throws ToolException {
    try (Context context = Context.of(line, written, environment)) {
      return command.run(context, line);
    }
  }

  private static Options options(FieldCommand command) {
    Options all = new Options();
    command.options().getOptions().forEach(all::addOption);
    Context.OPTIONS.getOptions().stream()
        .map(option ->
            Option.builder()
                .longOpt(option.getLongOpt())
                .hasArg()
                .argName(option.getArgName())
                .desc(option.getDescription())
                .get())
        .forEach(all::addOption);
    all.addOption(Option.builder("?").longOpt("help").desc("Show this help.").get());
    all.addOption(Option.builder("$").longOpt("version").desc("Show the version.").get());
    return all;
  }
}
