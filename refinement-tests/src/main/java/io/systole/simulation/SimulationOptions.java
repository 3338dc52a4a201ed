package io.systole.simulation;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.Trace;
import java.time.Duration;

/**
 * One schedule to be run.
 *
 * @param seed decides every draw
 * @param nodes how many nodes the cluster has; of two, either may act alone once it has had the
 *     other fenced
 * @param calm how long nothing happens at first
 * @param stormy how long faults happen then
 * @param faults what may go wrong
 * @param spared the numbers of the strikes that do not come
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
    ImmutableSortedSet<Integer> spared,
    boolean hashed,
    Sabotage sabotage,
    Trace trace) {

  /** After the storm the cluster has this long to come to rest. */
  public static final Duration TIME_TO_CONVERGE = Duration.ofMinutes(6);

  /**
   * A schedule of a three-node cluster as they are run in numbers, with faults drawn from the seed.
   */
  public static SimulationOptions of(long seed) {
    return of(seed, 3);
  }

  /** The same with as many nodes. */
  public static SimulationOptions of(long seed, int nodes) {
    return new SimulationOptions(
        seed,
        nodes,
        Duration.ofSeconds(40),
        Duration.ofSeconds(60),
        FaultOptions.drawn(seed),
        ImmutableSortedSet.of(),
        false,
        Sabotage.NONE,
        Trace.NONE);
  }

  /** When the nodes of a view may act for the whole cluster. */
  QuorumPolicy quorum() {
    return nodes == 2 ? QuorumPolicy.twoNodes() : QuorumPolicy.majority(nodes);
  }

  /** This schedule without any faults of its own, for scenarios that are written out. */
  public SimulationOptions quiet() {
    return new SimulationOptions(
        seed, nodes, calm, Duration.ZERO, FaultOptions.NONE, spared, hashed, sabotage, trace);
  }

  public SimulationOptions with(Sabotage newSabotage) {
    return new SimulationOptions(
        seed, nodes, calm, stormy, faults, spared, hashed, newSabotage, trace);
  }

  public SimulationOptions with(FaultOptions newFaults) {
    return new SimulationOptions(
        seed, nodes, calm, stormy, newFaults, spared, hashed, sabotage, trace);
  }

  public SimulationOptions with(Trace newTrace) {
    return new SimulationOptions(
        seed, nodes, calm, stormy, faults, spared, hashed, sabotage, newTrace);
  }

  /** This schedule without the strikes of these numbers; all others stay as they are. */
  public SimulationOptions sparing(Iterable<Integer> strikes) {
    return new SimulationOptions(
        seed,
        nodes,
        calm,
        stormy,
        faults,
        ImmutableSortedSet.copyOf(strikes),
        hashed,
        sabotage,
        trace);
  }

  /** This schedule with a hash of all that happens. */
  public SimulationOptions withHash() {
    return new SimulationOptions(seed, nodes, calm, stormy, faults, spared, true, sabotage, trace);
  }
}
