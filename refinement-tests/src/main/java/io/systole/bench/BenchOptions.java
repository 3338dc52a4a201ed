package io.systole.bench;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param suite a folder with a suite's cases, whose CIBs lie in {@code xml}
 * @param generator the program that makes the ladder's rungs
 * @param rungs from small to great
 * @param runs how often each workload is measured, after it has been warmed up
 * @param peerLimitSeconds how long one run of the field's tool may take; where it takes longer,
 *     greater rungs are not tried
 * @param page a page in Markdown whose last part is replaced by what was measured
 */
record BenchOptions(
    Optional<Path> suite,
    Optional<Path> generator,
    ImmutableList<Ladder.Rung> rungs,
    int runs,
    long peerLimitSeconds,
    Optional<Path> page) {

  private static final String RUNGS =
      "8x100-cold,16x200-cold,32x1000-cold,64x2000-cold,"
          + "8x100-running,16x200-running,32x1000-running,64x2000-running,128x4000-running,"
          + "256x8000-running";

  private static final String USAGE =
      """
      usage: ci/bench scheduler [--suite FOLDER] [--generator FILE] [--rungs RUNG,...]
                                [--runs N] [--peer-limit SECONDS] [--page FILE]
        --suite       measure the CIBs in FOLDER/xml in one pass
        --generator   a program that makes the CIBs of the ladder
        --rungs       NODESxRESOURCES-MODE from small to great, MODE cold, running or nodefail
        --runs        how often each is measured when it is warm (5)
        --peer-limit  how long one run of the field's tool may take (60)
        --page        write the result into this page too
      """;

  static BenchOptions parse(String... arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    BenchOptions options =
        new BenchOptions(Optional.empty(), Optional.empty(), rungs(RUNGS), 5, 60, Optional.empty());
    while (!rest.isEmpty()) {
      String option = rest.pop();
      if (rest.isEmpty()) {
        throw new IllegalArgumentException("'" + option + "' needs a value\n" + USAGE);
      }
      options = options.with(option, rest.pop());
    }
    return options;
  }

  private BenchOptions with(String option, String value) {
    return switch (option) {
      case "--suite" ->
          new BenchOptions(
              Optional.of(Path.of(value)), generator, rungs, runs, peerLimitSeconds, page);
      case "--generator" ->
          new BenchOptions(suite, Optional.of(Path.of(value)), rungs, runs, peerLimitSeconds, page);
      case "--rungs" ->
          new BenchOptions(suite, generator, rungs(value), runs, peerLimitSeconds, page);
      case "--runs" ->
          new BenchOptions(suite, generator, rungs, positive(value), peerLimitSeconds, page);
      case "--peer-limit" -> new BenchOptions(suite, generator, rungs, runs, positive(value), page);
      case "--page" ->
          new BenchOptions(
              suite, generator, rungs, runs, peerLimitSeconds, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option '" + option + "'\n" + USAGE);
    };
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("'" + text + "' is not a positive number");
    }
    return number;
  }

  private static ImmutableList<Ladder.Rung> rungs(String text) {
    return Splitter.on(',')
        .omitEmptyStrings()
        .splitToStream(text)
        .map(Ladder.Rung::parse)
        .collect(ImmutableList.toImmutableList());
  }
}
