package io.systole.tools;

import com.google.common.base.Strings;
import java.util.Collection;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Help as text, made from the commands' own tables. */
public final class Help {

  private static final int LEFT = 30;
  private static final int WIDTH = 96;

  private Help() {}

  static String overview(CommandTable table) {
    StringBuilder out = new StringBuilder();
    out.append("Systole runs services on a cluster of nodes and keeps them running.\n\n");
    out.append("usage: systole COMMAND [ARGUMENT...] [OPTION...]\n\n");
    listing(table.commands().values(), out);
    out.append(Strings.padEnd("  completion", LEFT, ' ')).append("Print completion for bash.\n");
    out.append(Strings.padEnd("  version", LEFT, ' ')).append("Print version and build.\n");
    out.append("\nMore on one of them: systole help COMMAND\n");
    return out.toString();
  }

  static String group(String word, Collection<Command> commands) {
    StringBuilder out = new StringBuilder("usage: systole " + word + " COMMAND ...\n\n");
    listing(commands, out);
    return out.toString();
  }

  static String of(Command command) {
    Command.Usage usage = command.usage();
    StringBuilder out = new StringBuilder();
    out.append("usage: systole ").append(usage.words());
    if (!usage.arguments().isEmpty()) {
      out.append(' ').append(usage.arguments());
    }
    out.append(" [OPTION...]\n\n").append(usage.summary()).append('\n');
    if (!usage.description().isEmpty()) {
      out.append('\n');
      wrap(usage.description(), 0, out);
    }
    out.append("\noptions:\n");
    for (Option option : Systole.optionsOf(command).getOptions()) {
      entry(left(option), option.getDescription(), out);
    }
    if (!usage.examples().isEmpty()) {
      out.append("\nexamples:\n");
      for (Command.Example example : usage.examples()) {
        out.append("  ").append(example.line()).append("\n      ").append(example.effect());
        out.append('\n');
      }
    }
    return out.toString();
  }

  /** The help of a command that goes by a name of its own. */
  public static String ofProgram(String name, String summary, Options options) {
    StringBuilder out = new StringBuilder();
    out.append("usage: ").append(name).append(" OPTION...\n\n").append(summary).append("\n\n");
    out.append("options:\n");
    for (Option option : options.getOptions()) {
      entry(left(option), option.getDescription(), out);
    }
    return out.toString();
  }

  private static void listing(Collection<Command> commands, StringBuilder out) {
    for (Command command : commands) {
      Command.Usage usage = command.usage();
      entry(usage.words() + " " + usage.arguments(), usage.summary(), out);
    }
  }

  private static String left(Option option) {
    String name = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
    String argument = option.hasArg() ? "=" + option.getArgName() : "";
    return name + "--" + option.getLongOpt() + argument;
  }

  private static void entry(String left, String right, StringBuilder out) {
    String head = "  " + left.strip() + " ";
    if (head.length() > LEFT) {
      out.append(head.stripTrailing()).append('\n');
      head = "";
    }
    out.append(Strings.padEnd(head, LEFT, ' '));
    StringBuilder text = new StringBuilder();
    wrap(right, LEFT, text);
    out.append(text.toString().stripLeading());
  }

  private static void wrap(String text, int indent, StringBuilder out) {
    String margin = " ".repeat(indent);
    StringBuilder line = new StringBuilder(margin);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent && line.length() + word.length() + 1 > WIDTH) {
        out.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(margin);
      }
      line.append(word).append(' ');
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
