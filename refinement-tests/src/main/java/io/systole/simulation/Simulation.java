package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.Cib;
import io.systole.cib.StoredCib;
import io.systole.cluster.inprocess.InProcessNetwork;
import io.systole.cluster.inprocess.InProcessOptions;
import io.systole.cluster.inprocess.VirtualTime;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One run of a simulated cluster: calm, storm, and rest. */
public final class Simulation {

  private static final int LINES_KEPT = 4000;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final SimulationOptions options;
  private final Cluster cluster;
  private final ImmutableList<Strike> strikes;
  private final Chaos chaos;
  private final ImmutableSortedMap<NodeName, SimNode> nodes;
  private final Rest rest;

  public Simulation(SimulationOptions options) {
    this.options = options;
    List<NodeName> names = new ArrayList<>();
    for (int i = 1; i <= options.nodes(); i++) {
      names.add(new NodeName("n" + i));
    }
    InProcessNetwork network =
        new InProcessNetwork(
            InProcessOptions.of(options.seed(), options.quorum())
                .withLatency(Duration.ofNanos(100_000), options.faults().longestLatency()),
            names);
    Story story = new Story(network.time(), LINES_KEPT, options.hashed());
    Promises promises = new Promises();
    this.cluster =
        new Cluster(
            network,
            new Wire(),
            new World(SimulatedCib.RUN_ONCE, promises, story),
            promises,
            story,
            new Chances(options.seed(), options.faults().longestSync()),
            new Conditions(),
            options.sabotage(),
            options.trace());
    network.observe(fault -> story.told(fault.kind() + " " + fault.what()));
    Draws draws = cluster.draws(Concern.CHAOS);
    this.strikes = Strike.drawn(draws, options.faults(), options.stormy());
    this.chaos = new Chaos(cluster, options.faults(), draws);
    this.nodes = nodes(names);
    this.rest = new Rest(cluster, nodes);
    chaos.nodesAre(nodes);
  }

  private ImmutableSortedMap<NodeName, SimNode> nodes(List<NodeName> names) {
    Cib cib = SimulatedCib.of(names);
    StoredCib stored = new StoredCib(cib, StoredCib.BEFORE_ALL, StoredCib.BEFORE_ALL);
    ImmutableSortedMap.Builder<NodeName, SimNode> all = ImmutableSortedMap.naturalOrder();
    for (NodeName name : names) {
      Disk disk = new Disk(stored, options.sabotage().disksLie());
      all.put(name, new SimNode(cluster, name, disk, chaos));
    }
    return all.buildOrThrow();
  }

  /**
   * Runs the whole schedule.
   *
   * @throws BrokenPromise if a promise was broken, with the seed and the story of it
   */
  public SimulationResult run() {
    try {
      boot();
      runFor(options.calm());
      chaos.begin(
          strikes.stream().filter(strike -> !options.spared().contains(strike.number())).toList());
      runFor(options.stormy());
      chaos.end();
      Duration converged = converge(SimulationOptions.TIME_TO_CONVERGE);
      return new SimulationResult(
          options.seed(),
          cluster.story().count(),
          new SimulationResult.Activity(
              chaos.client().acknowledged(),
              cluster.world().starts(),
              cluster.world().fencings(),
              cluster.promises().epochs()),
          converged,
          cluster.story().hash());
    } catch (BrokenPromise e) {
      throw told(e);
    }
  }

  /** Starts all nodes, at slightly different times. */
  void boot() {
    for (SimNode node : nodes.values()) {
      time()
          .after(
              cluster.draws(Concern.POWER).between(Duration.ZERO, Duration.ofSeconds(2)),
              () -> chaos.powerOn(node.name()));
    }
  }

  void runFor(Duration span) {
    try {
      time().runFor(span);
    } catch (BrokenPromise e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BrokenPromise(Promise.NOTHING_CRASHES, e.toString(), e);
    }
  }

  /**
   * Runs until the cluster is at rest and tells how long that took.
   *
   * @throws BrokenPromise if it takes longer than {@code longest}
   */
  Duration converge(Duration longest) {
    Duration begun = time().now();
    Duration end = begun.plus(longest);
    while (!rest.isReached()) {
      if (time().now().compareTo(end) > 0) {
        throw new BrokenPromise(
            Promise.CONVERGES, "after " + longest + " without faults " + rest.whatIsMissing());
      }
      runFor(LOOK_EVERY);
    }
    return time().now().minus(begun);
  }

  /** The same broken promise with all that is needed to look into it. */
  BrokenPromise told(BrokenPromise broken) {
    String message = broken.getMessage();
    return new BrokenPromise(
        broken.promise(),
        message
            + "\nseed "
            + options.seed()
            + "; again: ./mvnw -pl refinement-tests -am test -Dtest=ClusterSimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed="
            + options.seed()
            + " -Dsimulation.nodes="
            + options.nodes()
            + (options.spared().isEmpty() ? "" : " -Dsimulation.strikes=" + numbers())
            + "\n"
            + cluster.story().text()
            + message,
        broken);
  }

  private String numbers() {
    return strikes.stream()
        .map(Strike::number)
        .filter(number -> !options.spared().contains(number))
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  /** All that is to strike in the storm, also what is spared. */
  ImmutableList<Strike> strikes() {
    return strikes;
  }

  VirtualTime time() {
    return cluster.network().time();
  }

  Chaos chaos() {
    return chaos;
  }

  Cluster cluster() {
    return cluster;
  }

  SimNode node(String name) {
    SimNode node = nodes.get(new NodeName(name));
    if (node == null) {
      throw new IllegalArgumentException("no node " + name + "; there are " + nodes.keySet());
    }
    return node;
  }

  ImmutableSortedMap<NodeName, SimNode> nodes() {
    return nodes;
  }
}
