package io.systole.tools.field;

import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import java.util.Objects;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Makes options, and reads what was given. */
final class FieldOptions {

  /** Where the result goes, of commands that can write for programs. */
  static final String OUTPUT_TO = "output-to";

  private final Options options = new Options();

  /** An option without a value. */
  FieldOptions flag(String letter, String name, String what) {
    Option.Builder option = letter.isEmpty() ? Option.builder() : Option.builder(letter);
    options.addOption(option.longOpt(name).desc(what).get());
    return this;
  }

  /** An option with a value. */
  FieldOptions value(String letter, String name, String argument, String what) {
    Option.Builder option = letter.isEmpty() ? Option.builder() : Option.builder(letter);
    options.addOption(option.longOpt(name).hasArg().argName(argument).desc(what).get());
    return this;
  }

  /** An option that may have a value, or go without. */
  FieldOptions optional(String letter, String name, String argument, String what) {
    options.addOption(
        Option.builder(letter)
            .longOpt(name)
            .hasArg()
            .optionalArg(true)
            .argName(argument)
            .desc(what)
            .get());
    return this;
  }

  /** Another name for an option with a value. */
  FieldOptions alias(String name, String argument, String what) {
    return value("", name, argument, what);
  }

  /** The option that all commands have that can write for programs. */
  FieldOptions addFormat() {
    options.addOption(OutputFormat.option());
    return value("", OUTPUT_TO, "FILE", "Write the result there; - is standard output.");
  }

  Options get() {
    return options;
  }

  static String needed(CommandLine line, String name) throws ToolException {
    String value = line.getOptionValue(name);
    if (value == null) {
      throw ToolException.usage("--" + name + " is missing", "See --help.");
    }
    return value;
  }

  /** The one of these options that was given: a command does one thing at a time. */
  static String theOne(CommandLine line, String... names) throws ToolException {
    String given = null;
    for (String name : names) {
      if (line.hasOption(name)) {
        if (given != null) {
          throw ToolException.usage(
              "--" + given + " and --" + name + " exclude each other", "Give one of them.");
        }
        given = name;
      }
    }
    if (given == null) {
      throw ToolException.usage(
          "nothing was asked for", "Give one of --" + String.join(", --", names) + ".");
    }
    return Objects.requireNonNull(given);
  }
}
