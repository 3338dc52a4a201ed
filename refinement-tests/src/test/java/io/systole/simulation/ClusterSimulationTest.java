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
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules of a three-node cluster. {@code -Dsimulation.seed=N} runs one schedule, {@code
 * -Dsimulation.schedules=N} that many; the seeds are always the same, so a failure comes again.
 */
class ClusterSimulationTest {

  private static final long SCHEDULES = Long.getLong("simulation.schedules", 100);

  @Test
  void everyScheduleKeepsAllPromises() {
    Long only = Long.getLong("simulation.seed");
    LongStream seeds = only == null ? LongStream.range(0, SCHEDULES) : LongStream.of(only);
    List<SimulationResult> results = new ArrayList<>();
    seeds.forEach(seed -> results.add(new Simulation(SimulationOptions.of(seed)).run()));

    SimulationResult.Activity sum = sum(results);
    System.out.println(results.size() + " schedules, on the whole " + sum);
    assertTrue(
        only != null
            || (sum.acknowledged() > SCHEDULES
                && sum.starts() > 8 * SCHEDULES
                && sum.fencings() > SCHEDULES / 2
                && sum.epochs() > 3 * SCHEDULES),
        () -> "too little happened: " + sum);
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
