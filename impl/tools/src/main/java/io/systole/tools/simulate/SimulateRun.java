package io.systole.tools.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.simulate.Request;
import io.systole.scheduler.simulate.Simulation;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** Runs one simulation as a command line asks, and writes the files that it names. */
final class SimulateRun {

  private final Context context;
  private final CommandLine line;

  SimulateRun(Context context, CommandLine line) {
    this.context = context;
    this.line = line;
  }

  /**
   * Runs it.
   *
   * @param words the command line as it was given
   */
  ExitCode run(String words) throws ToolException {
    long clock = System.currentTimeMillis() / 1000;
    if (line.hasOption("profile")) {
      return Profile.run(line, context.terminal(), clock);
    }
    Request request = SimulateOptions.request(line, words, clock);
    Element cib = CibSource.of(context, line);
    PrintStream err = context.terminal().err();
    Simulation.Outcome outcome = Simulation.run(cib, request);
    outcome.complaints().forEach(err::println);
    save("save-input", Xml.writeIndented(outcome.input()));
    Plan plan = outcome.plan();
    if (plan != null) {
      save("save-graph", Xml.writeIndented(plan.graph().toXml()));
      save("save-dotfile", outcome.dot(line.hasOption("all-actions")));
    }
    saveOutput(outcome.output());
    if (line.hasOption("output-to") && !line.getOptionValue("output-to").equals("-")) {
      save("output-to", outcome.report());
    } else {
      context.terminal().out().print(outcome.report());
    }
    return outcome.end() == Simulation.End.DONE ? ExitCode.OK : ExitCode.ERROR;
  }

  private void saveOutput(@Nullable Element output) throws ToolException {
    if (output == null) {
      return;
    }
    save("save-output", Xml.writeIndented(output));
    if (line.hasOption("in-place") && line.hasOption("xml-file")) {
      save("xml-file", Xml.writeIndented(output));
    }
  }

  /** Writes a file whole or not at all. */
  private void save(String option, String text) throws ToolException {
    String name = line.getOptionValue(option);
    if (name == null) {
      return;
    }
    Path file = Path.of(name);
    try {
      if (!Files.exists(file) || Files.isRegularFile(file)) {
        Path folder = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(folder, ".simulate", ".new");
        Files.writeString(written, text, StandardCharsets.UTF_8);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.writeString(file, text, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, "'" + name + "' cannot be written: " + e, "Name another file.");
    }
  }
}
