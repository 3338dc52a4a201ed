package io.systole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.systole.kernel.NodeName;
import io.systole.kernel.trace.TraceHeader;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceReport;
import io.systole.kernel.trace.TraceWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules of clusters of three nodes, of two and of five. {@code -Dsimulation.seed=N} runs
 * one schedule ({@code -Dsimulation.nodes=2} of two nodes, {@code -Dsimulation.strikes=3,7} with
 * these faults alone), {@code -Dsimulation.schedules=N} that many of three, {@code
 * -Dsimulation.pairs=N} of two and {@code -Dsimulation.fives=N} of five; the seeds are always the
 * same, so a failure comes again. Each is run twice, and both runs are compared to the byte ({@code
 * -Dsimulation.twice=50}: one in fifty is). Two schedules have nothing in common, so as many run at
 * once as there are processors. A schedule that breaks a promise is shrunk to the faults that it
 * takes.
 */
class ClusterSimulationTest {

  private static final long SCHEDULES = Long.getLong("simulation.schedules", 2000);
  private static final long OF_TWO = Long.getLong("simulation.pairs", 200);
  private static final long OF_FIVE = Long.getLong("simulation.fives", 100);
  private static final long TWICE = Long.getLong("simulation.twice", 1);

  @Test
  void everyScheduleKeepsAllPromises() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      var _ = run(chosen(only));
      return;
    }
    SimulationResult.Activity sum = runAll(SCHEDULES, 3);
    assertTrue(
        sum.acknowledged() > SCHEDULES
            && sum.starts() > 8 * SCHEDULES
            && sum.fencings() > SCHEDULES / 2
            && sum.epochs() > 3 * SCHEDULES,
        () -> "too little happened: " + sum);
  }

  /** Of two nodes that are parted each has the other fenced, and whoever wins acts for both. */
  @Test
  void everyScheduleOfTwoNodesKeepsAllPromises() {
    SimulationResult.Activity sum = runAll(OF_TWO, 2);
    assertTrue(
        sum.acknowledged() > OF_TWO / 2 && sum.starts() > 6 * OF_TWO && sum.fencings() > OF_TWO / 2,
        () -> "too little happened: " + sum);
  }

  /** Of five nodes two may be lost, and more roles move at once. */
  @Test
  void everyScheduleOfFiveNodesKeepsAllPromises() {
    SimulationResult.Activity sum = runAll(OF_FIVE, 5);
    assertTrue(
        sum.acknowledged() > OF_FIVE / 2
            && sum.starts() > 8 * OF_FIVE
            && sum.fencings() > OF_FIVE / 2,
        () -> "too little happened: " + sum);
  }

  private static SimulationOptions chosen(long seed) {
    SimulationOptions options =
        SimulationOptions.of(seed, Integer.getInteger("simulation.nodes", 3));
    String strikes = System.getProperty("simulation.strikes", "");
    if (strikes.isEmpty()) {
      return options;
    }
    Set<Integer> kept =
        Arrays.stream(strikes.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    return options.sparing(
        new Simulation(options)
            .strikes().stream()
                .map(Strike::number)
                .filter(number -> !kept.contains(number))
                .toList());
  }

  private static SimulationResult.Activity runAll(long count, int nodes) {
    List<SimulationOptions> schedules =
        LongStream.range(0, count).mapToObj(seed -> SimulationOptions.of(seed, nodes)).toList();
    Map<SimulationOptions, BrokenPromise> broken = new ConcurrentHashMap<>();
    long begun = System.nanoTime();
    List<SimulationResult> results =
        schedules.parallelStream()
            .map(options -> run(options, broken))
            .flatMap(Optional::stream)
            .toList();
    if (!broken.isEmpty()) {
      SimulationOptions first =
          schedules.stream().filter(broken::containsKey).findFirst().orElseThrow();
      Shrunk shrunk = Shrunk.of(first, Objects.requireNonNull(broken.get(first)));
      System.out.println(shrunk);
      throw shrunk.broken();
    }
    SimulationResult.Activity sum = sum(results);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long events = results.stream().mapToLong(SimulationResult::events).sum();
    System.out.printf(
        Locale.ROOT,
        "%d schedules, %d events in %.1f s: %.0f schedules and %.0f events a second;"
            + " on the whole %s%n",
        results.size(),
        events,
        seconds,
        results.size() / seconds,
        events / seconds,
        sum);
    return sum;
  }

  /** Runs one schedule; of one that breaks a promise at least the seed is seen, however many do. */
  private static Optional<SimulationResult> run(
      SimulationOptions options, Map<SimulationOptions, BrokenPromise> broken) {
    try {
      return Optional.of(run(options));
    } catch (BrokenPromise e) {
      System.out.println(
          "seed " + options.seed() + " of " + options.nodes() + " nodes breaks " + e.promise());
      broken.put(options, e);
      return Optional.empty();
    }
  }

  private static SimulationResult run(SimulationOptions options) {
    if (options.seed() % TWICE != 0) {
      return new Simulation(options).run();
    }
    SimulationResult once = new Simulation(options.withHash()).run();
    SimulationResult again = new Simulation(options.withHash()).run();
    assertEquals(once, again, () -> "the two runs of seed " + options.seed());
    return again;
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 21, 42})
  void theSameSeedGivesTheSameRunToTheByte(long seed) {
    List<String> once = trace(seed);
    List<String> again = trace(seed);

    assertEquals(hash(once), hash(again));
    assertTrue(once.size() > 500, () -> "only " + once.size() + " lines");
  }

  @Test
  void theTraceOfARunIsWhole() {
    TraceReport report = TraceReader.read(trace(5));

    assertEquals(ImmutableList.of(), report.problems());
    assertTrue(report.steps() > 500, () -> "only " + report.steps() + " steps");
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    assertTrue(
        !new Simulation(SimulationOptions.of(1).withHash())
            .run()
            .hash()
            .equals(new Simulation(SimulationOptions.of(2).withHash()).run().hash()));
  }

  private static SimulationResult.Activity sum(List<SimulationResult> results) {
    return results.stream()
        .map(SimulationResult::activity)
        .reduce(
            new SimulationResult.Activity(0, 0, 0, 0),
            (a, b) ->
                new SimulationResult.Activity(
                    a.acknowledged() + b.acknowledged(),
                    a.starts() + b.starts(),
                    a.fencings() + b.fencings(),
                    a.epochs() + b.epochs()));
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    ImmutableSortedSet<NodeName> nodes =
        ImmutableSortedSet.of(new NodeName("n1"), new NodeName("n2"), new NodeName("n3"));
    TraceWriter trace =
        new TraceWriter(TraceHeader.of("Cluster", "simulation", seed, nodes), lines::add);
    new Simulation(SimulationOptions.of(seed).with(trace)).run();
    return lines;
  }

  private static String hash(List<String> lines) {
    Hasher hasher = Hashing.sha256().newHasher();
    lines.forEach(line -> hasher.putString(line, StandardCharsets.UTF_8).putChar('\n'));
    return hasher.hash().toString();
  }
}
