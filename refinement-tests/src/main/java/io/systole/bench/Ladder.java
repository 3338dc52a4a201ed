package io.systole.bench;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes CIBs of growing clusters with a generator that is a program of its own. */
final class Ladder {

  private static final Pattern RUNG = Pattern.compile("(\\d{1,5})x(\\d{1,6})-([a-z]+)");

  private static final Pattern SCHEMA = Pattern.compile("validate-with=\"pacemaker-[0-9.]+\"");
  private static final Pattern SINCE =
      Pattern.compile("in_ccm=\"[1-9][0-9]*\" crmd=\"[1-9][0-9]*\"");

  private final Path generator;
  private final Path folder;

  Ladder(Path generator, Path folder) {
    this.generator = generator;
    this.folder = folder;
  }

  /**
   * One rung.
   *
   * @param mode {@code cold}: nothing has been started yet; {@code running}: all runs as it should
   */
  record Rung(int nodes, int resources, String mode) {

    /** Reads {@code NODESxRESOURCES-MODE}. */
    static Rung parse(String text) {
      Matcher matcher = RUNG.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no rung: say NODESxRESOURCES-MODE, for example 32x1000-cold");
      }
      return new Rung(
          Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3));
    }

    String name() {
      return nodes + "x" + resources + "-" + mode;
    }
  }

  Workload make(Rung rung) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve(rung.name()));
    Path input = own.resolve(rung.name() + ".xml");
    Process process =
        new ProcessBuilder(
                "python3",
                generator.toString(),
                Integer.toString(rung.nodes()),
                Integer.toString(rung.resources()),
                rung.mode())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader made = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter file = Files.newBufferedWriter(input)) {
      for (String line = made.readLine(); line != null; line = made.readLine()) {
        file.write(older(line));
        file.newLine();
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException(generator + " could not make " + rung.name());
    }
    return new Workload(
        rung.nodes() + " x " + rung.resources() + " " + rung.mode(),
        rung.mode(),
        (long) rung.nodes() * rung.resources(),
        own,
        ImmutableList.of(input));
  }

  /**
   * The line in words that older tools know too: an older schema, and whether a node is a member
   * instead of since when.
   */
  private static String older(String line) {
    if (line.contains("<cib ")) {
      return SCHEMA.matcher(line).replaceFirst("validate-with=\"pacemaker-3.9\"");
    }
    return line.contains("<node_state ")
        ? SINCE.matcher(line).replaceFirst("in_ccm=\"true\" crmd=\"online\"")
        : line;
  }

  /** A rung can be a gigabyte, so it does not outlast its measurement. */
  static void remove(Workload rung) throws IOException {
    for (Path input : rung.inputs()) {
      Files.deleteIfExists(input);
    }
    Files.deleteIfExists(rung.folder());
  }
}
