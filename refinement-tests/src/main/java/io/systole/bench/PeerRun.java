package io.systole.bench;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field's scheduler as a black box: {@code crm_simulate --profile FOLDER} schedules each file
 * of a folder and prints the CPU seconds of that, without parsing.
 */
final class PeerRun {

  private static final Pattern TIMING = Pattern.compile("Testing .* \\.\\.\\. ([0-9.]+) secs");

  /** Runs a command and prints, after its output, the most memory that it took in kB. */
  private static final String LAUNCHER =
      """
      import resource, subprocess, sys
      status = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
      print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, status)
      """;

  private final Path tool;
  private final long limitSeconds;

  PeerRun(Path tool, long limitSeconds) {
    this.tool = tool;
    this.limitSeconds = limitSeconds;
  }

  /**
   * What it took.
   *
   * @param seconds of CPU, for all inputs once
   * @param megabytes the most that was resident
   */
  record Result(double seconds, long megabytes) {}

  /** The tool, if it is on the path. */
  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Splitter.on(File.pathSeparatorChar)
        .omitEmptyStrings()
        .splitToStream(path)
        .map(folder -> Path.of(folder, "crm_simulate"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  String version() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(tool.toString(), "--version").start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElse("unknown");
  }

  /**
   * Schedules the workload.
   *
   * @param repeat how often, so that the tool's own clock, which has 10 ms, can tell
   * @return empty if the limit was reached
   */
  Optional<Result> schedule(Workload workload, int repeat)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("crm_simulate", ".txt");
    try {
      Process process =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  LAUNCHER,
                  tool.toString(),
                  "--profile=" + workload.folder(),
                  "--repeat=" + repeat)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return Optional.empty();
      }
      return Optional.of(read(Files.readString(said), repeat));
    } finally {
      Files.delete(said);
    }
  }

  static Result read(String said, int repeat) throws IOException {
    double seconds = 0;
    int files = 0;
    Matcher matcher = TIMING.matcher(said);
    while (matcher.find()) {
      seconds += Double.parseDouble(matcher.group(1));
      files++;
    }
    List<String> peak =
        said.lines()
            .filter(line -> line.startsWith("peak "))
            .map(line -> (List<String>) ImmutableList.copyOf(Splitter.on(' ').split(line)))
            .findFirst()
            .orElse(ImmutableList.of());
    if (files == 0 || peak.size() != 3 || !peak.get(2).equals("0")) {
      throw new IOException("crm_simulate measured nothing; it said: " + said);
    }
    return new Result(seconds / repeat, Long.parseLong(peak.get(1)) / 1000);
  }
}
