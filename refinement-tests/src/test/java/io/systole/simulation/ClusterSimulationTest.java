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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules of a three-node cluster. {@code -Dsimulation.seed=N} runs one schedule, {@code
 * -Dsimulation.schedules=N} that many; the seeds are always the same, so a failure comes again. Two
 * schedules have nothing in common, so as many run at once as there are processors.
 */
class ClusterSimulationTest {

  private static final long SCHEDULES = Long.getLong("simulation.schedules", 1000);

  @Test
  void everyScheduleKeepsAllPromises() {
    Long only = Long.getLong("simulation.seed");
    LongStream seeds = only == null ? LongStream.range(0, SCHEDULES) : LongStream.of(only);
    Queue<BrokenPromise> broken = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    List<SimulationResult> results =
        seeds.parallel().mapToObj(seed -> run(seed, broken)).flatMap(Optional::stream).toList();
    if (!broken.isEmpty()) {
      throw broken.peek();
    }

    SimulationResult.Activity sum = sum(results);
    long events = results.stream().mapToLong(SimulationResult::events).sum();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println(
        results.size() + " schedules, " + events + " events in " + took + ", on the whole " + sum);
    assertTrue(
        only != null
            || (sum.acknowledged() > SCHEDULES
                && sum.starts() > 8 * SCHEDULES
                && sum.fencings() > SCHEDULES / 2
                && sum.epochs() > 3 * SCHEDULES),
        () -> "too little happened: " + sum);
  }

  /** Runs one schedule; of one that breaks a promise at least the seed is seen, however many do. */
  private static Optional<SimulationResult> run(long seed, Queue<BrokenPromise> broken) {
    try {
      return Optional.of(new Simulation(SimulationOptions.of(seed)).run());
    } catch (BrokenPromise e) {
      System.out.println("seed " + seed + " breaks " + e.promise());
      broken.add(e);
      return Optional.empty();
    }
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
