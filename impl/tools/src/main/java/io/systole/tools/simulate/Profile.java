package io.systole.tools.simulate;

import io.systole.scheduler.Origin;
import io.systole.scheduler.Plan;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/** Times how long plans take, for all the CIBs in a folder. */
final class Profile {

  private static final int MOST_REPETITIONS = 100_000;

  private Profile() {}

  static ExitCode run(CommandLine line, Terminal terminal, long clock) throws ToolException {
    int repetitions = repetitions(line.getOptionValue("repeat", "1"));
    boolean xml = SimulateOptions.asXml(line);
    Element.Builder timings = Element.builder("timings");
    if (!xml) {
      terminal.line("Timings:");
    }
    for (Path file : files(line.getOptionValue("profile"))) {
      Element cib = CibSource.file(file.toString());
      long start = System.nanoTime();
      for (int i = 0; i < repetitions; i++) {
        Plan.of(cib, clock, Origin.SAVED);
      }
      String seconds = String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9);
      if (!xml) {
        terminal.line("  * Testing " + file + " ... " + seconds + " secs");
      }
      timings.child(Element.of("timing", "file", file.toString(), "duration", seconds));
    }
    if (xml) {
      terminal.out().print(Xml.writeIndented(timings.build()));
    }
    return ExitCode.OK;
  }

  private static int repetitions(String text) throws ToolException {
    try {
      int number = Integer.parseInt(text);
      if (number > 0 && number <= MOST_REPETITIONS) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw badRepetitions(text);
    }
    throw badRepetitions(text);
  }

  private static ToolException badRepetitions(String text) {
    return ToolException.usage(
        "--repeat '" + text + "' is no number of repetitions",
        "Give a whole number from 1 to " + MOST_REPETITIONS + ".");
  }

  private static List<Path> files(String folder) throws ToolException {
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      return all.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, "the folder '" + folder + "' cannot be read: " + e, "Name another.");
    }
  }
}
