package io.systole.tools;

import io.systole.cib.options.CibOption;
import io.systole.cib.options.OptionFacts;
import io.systole.cib.options.OptionScope;
import io.systole.tools.field.FieldCommand;
import io.systole.tools.field.FieldCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Writes the manual pages and the completion, made from the commands' own tables, to a folder. */
public final class ManPages {

  private ManPages() {}

  /**
   * Writes {@code man1/*.1}, {@code man7/*.7}, {@code man8/*.8} and {@code systole.bash} below a
   * folder.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]));
  }

  static void write(Path folder) throws IOException {
    Path users = Files.createDirectories(folder.resolve("man1"));
    Path administrators = Files.createDirectories(folder.resolve("man8"));
    CommandTable table = CommandTable.all();
    Files.writeString(users.resolve("systole.1"), overview(table));
    for (Command command : table.commands().values()) {
      String name = "systole-" + command.usage().words().replace(' ', '-');
      Files.writeString(users.resolve(name + ".1"), page(name, command));
    }
    for (FieldCommand command : FieldCommands.all()) {
      Files.writeString(administrators.resolve(command.name() + ".8"), page(command));
    }
    Path conventions = Files.createDirectories(folder.resolve("man7"));
    Files.writeString(conventions.resolve("systole-cib-options.7"), cibOptions());
    Files.writeString(folder.resolve("systole.bash"), Completion.bash(table));
  }

  private static String overview(CommandTable table) {
    StringBuilder out = head("systole", 1, "runs services on a cluster of nodes");
    out.append(".B systole\nCOMMAND [ARGUMENT...] [OPTION...]\n.SH COMMANDS\n");
    for (Command command : table.commands().values()) {
      Command.Usage usage = command.usage();
      out.append(".TP\n.B ").append(text(usage.words())).append('\n');
      out.append(text(usage.summary())).append(". See\n.BR systole-");
      out.append(text(usage.words().replace(' ', '-'))).append(" (1).\n");
    }
    return out.toString();
  }

  private static String page(String name, Command command) {
    Command.Usage usage = command.usage();
    StringBuilder out = head(name, 1, usage.summary());
    out.append(".B systole ").append(text(usage.words())).append('\n');
    out.append(text(usage.arguments() + " [OPTION...]")).append('\n');
    if (!usage.description().isEmpty()) {
      out.append(".SH DESCRIPTION\n").append(text(usage.description())).append('\n');
    }
    options(Systole.optionsOf(command), out);
    out.append(".SH EXAMPLES\n");
    for (Command.Example example : usage.examples()) {
      out.append(".TP\n.B ").append(text(example.line())).append('\n');
      out.append(text(example.effect())).append('\n');
    }
    return out.toString();
  }

  private static String page(FieldCommand command) {
    StringBuilder out = head(command.name(), 8, command.summary());
    out.append(".B ").append(command.name()).append("\nOPTION...\n");
    options(command.options(), out);
    return out.append(".SH SEE ALSO\n.BR systole (1)\n").toString();
  }

  /** The table of what a CIB may set. */
  private static String cibOptions() {
    StringBuilder out =
        head("systole-cib-options", 7, "what a configuration may set, with defaults");
    out.append(text("Each is set in the CIB: see systole options.")).append('\n');
    for (OptionScope scope : OptionScope.values()) {
      out.append(".SH ").append(text(scope.noun().toUpperCase(Locale.ROOT))).append('\n');
      for (CibOption option : scope.options()) {
        cibOption(option.facts(), out);
      }
    }
    return out.toString();
  }

  private static void cibOption(OptionFacts facts, StringBuilder out) {
    out.append(".TP\n.B ").append(text(facts.word())).append('\n');
    out.append(text(facts.meaning())).append('\n');
    out.append(".br\n").append(text("Default: " + facts.standardForPeople())).append('\n');
    out.append(".br\n").append(text("Allowed: " + facts.allowed())).append('\n');
    if (!facts.olderNames().isEmpty()) {
      String names = "Older names: " + String.join(", ", facts.olderNames());
      out.append(".br\n").append(text(names)).append('\n');
    }
    out.append(".br\n").append(text("Since: " + facts.since()));
    out.append(facts.outworn() ? "; the field advises against it" : "");
    out.append(facts.obeyed() ? "\n" : "; it is accepted here and has no effect\n");
  }

  private static StringBuilder head(String name, int section, String summary) {
    StringBuilder out = new StringBuilder(".TH ");
    out.append(name.toUpperCase(Locale.ROOT)).append(' ').append(section);
    out.append(" \"\" \"Systole\"\n.SH NAME\n").append(text(name)).append(" \\- ");
    return out.append(text(summary)).append("\n.SH SYNOPSIS\n");
  }

  private static void options(Options options, StringBuilder out) {
    out.append(".SH OPTIONS\n");
    for (Option option : options.getOptions()) {
      out.append(".TP\n.B ");
      if (option.getOpt() != null) {
        out.append(text("-" + option.getOpt() + ", "));
      }
      out.append(text("--" + option.getLongOpt()));
      if (option.hasArg()) {
        out.append('=').append(text(option.getArgName()));
      }
      out.append('\n').append(text(option.getDescription())).append('\n');
    }
  }

  /** Text as troff takes it: no line begins a request, and a dash is a dash. */
  private static String text(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
