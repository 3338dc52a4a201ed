package io.systole.tools.simulate;

import io.systole.scheduler.simulate.Suite;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs all cases of a suite in this process and writes what results. */
final class SuiteRun {

  private SuiteRun() {}

  static ExitCode run(Path suite, Path out, Terminal terminal) throws ToolException {
    if (!Files.isRegularFile(suite.resolve("manifest.tsv"))) {
      throw new ToolException(
          ExitCode.NO_INPUT,
          "'" + suite + "' is no suite: it has no manifest.tsv",
          "Give the folder that holds manifest.tsv and xml/.");
    }
    long start = System.nanoTime();
    try {
      int cases = new Suite(suite, System.currentTimeMillis() / 1000).run(out);
      double seconds = (System.nanoTime() - start) / 1e9;
      terminal.line(
          String.format(Locale.ROOT, "%d cases in %.1f s, results in %s", cases, seconds, out));
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, "the suite cannot be run: " + e, "See that the files are there.");
    } catch (XmlException e) {
      throw new ToolException(
          ExitCode.DATA, "a case is not well-formed: " + e.getMessage(), "Mend the case.");
    }
    return ExitCode.OK;
  }
}
