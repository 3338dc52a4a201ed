package io.systole.tools;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs a command line of {@code systole} in this process. */
public final class Invocation {

  private Invocation() {}

  /**
   * What a command line prints on standard output.
   *
   * @param folder where the files lie that it names, those whose names end in {@code .xml}
   */
  public static String of(String line, Path folder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new Systole(CommandTable.all(), new Terminal(printer, nowhere, false)).run(args(line, folder));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** How a command ended, and all that it printed. */
  public record Answer(ExitCode code, String text) {}

  /** What becomes of a command line. */
  public static Answer answer(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    ExitCode code =
        new Systole(CommandTable.all(), new Terminal(printer, printer, false)).run(List.of(args));
    return new Answer(code, out.toString(StandardCharsets.UTF_8));
  }

  static List<String> args(String line, Path folder) {
    return Arrays.stream(line.split(" ", -1))
        .map(arg -> arg.endsWith(".xml") ? folder.resolve(arg).toString() : arg)
        .toList();
  }
}
