package io.systole.simulation;

import io.systole.kernel.Trace;
import java.time.Duration;

/**
 * One schedule to be run.
 *
 * @param seed decides every draw
 * @param nodes how many nodes the cluster has
 * @param calm how long nothing happens at first
 * @param stormy how long faults happen then
 * @param faults what may go wrong
 * @param hashed whether the run is hashed, so that it can be compared with another
 * @param sabotage what is broken on purpose
 * @param trace where every step is told
 */
public record SimulationOptions(
    long seed,
    int nodes,
    Duration calm,
    Duration stormy,
    FaultOptions faults,
    boolean hashed,
    Sabotage sabotage,
    Trace trace) {

  /** After the storm the cluster has this long to come to rest. */
  public static final Duration TIME_TO_CONVERGE = Duration.ofMinutes(6);

  /**
   * A schedule of a three-node cluster as they are run in numbers, with faults drawn from the seed.
   */
  public static SimulationOptions of(long seed) {
    return new SimulationOptions(
        seed,
        3,
        Duration.ofSeconds(40),
        Duration.ofSeconds(60),
        FaultOptions.drawn(seed),
        false,
        Sabotage.NONE,
        Trace.NONE);
  }

  /** This schedule without any faults of its own, for scenarios that are written out. */
  public SimulationOptions quiet() {
    return new SimulationOptions(
        seed, nodes, calm, Duration.ZERO, FaultOptions.NONE, hashed, sabotage, trace);
  }

  public SimulationOptions with(Sabotage newSabotage) {
    return new SimulationOptions(seed, nodes, calm, stormy, faults, hashed, newSabotage, trace);
  }

  public SimulationOptions with(FaultOptions newFaults) {
    return new SimulationOptions(seed, nodes, calm, stormy, newFaults, hashed, sabotage, trace);
  }

  public SimulationOptions with(Trace newTrace) {
    return new SimulationOptions(seed, nodes, calm, stormy, faults, hashed, sabotage, newTrace);
  }

  /** This schedule with a hash of all that happens. */
  public SimulationOptions withHash() {
    return new SimulationOptions(seed, nodes, calm, stormy, faults, true, sabotage, trace);
  }
}
