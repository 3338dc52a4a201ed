package io.systole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What administrators ask of a cluster, one thing at a time. The promises are checked as always.
 */
class ScenarioTest {

  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Simulation run = new Simulation(SimulationOptions.of(7).quiet());

  @BeforeEach
  void comeToRest() {
    run.boot();
    // Whoever boots last may be given what runs elsewhere already.
    run.runFor(Duration.ofSeconds(40));
    run.converge(SOON);
  }

  @Test
  void aPartWithoutQuorumRunsNothingWhileTheOtherRunsAll() {
    NodeName lonely = dc();
    Set<NodeName> rest =
        run.nodes().keySet().stream()
            .filter(n -> !n.equals(lonely))
            .collect(java.util.stream.Collectors.toSet());
    run.chaos().partition(List.of(Set.of(lonely), rest));
    run.runFor(Duration.ofSeconds(40));

    World world = run.cluster().world();
    assertEquals(ImmutableSortedSet.of(), world.runningOn(lonely));
    for (String resource : world.runOnce()) {
      assertEquals(1, world.runningOn(resource).size(), resource);
    }
    run.cluster().network().heal();
    run.runFor(Duration.ofSeconds(10));
    run.converge(SOON);
  }

  @Test
  void aCoordinatorThatWasStoppedIsReplacedAndDecidesNothingWhenItComesBack() {
    NodeName stopped = dc();
    run.chaos().pause(run.node(stopped.value()), Role.CONTROLLER, Duration.ofSeconds(20));
    run.runFor(Duration.ofSeconds(19));
    NodeName successor = dcAmong(ImmutableSortedSet.copyOf(run.nodes().keySet()), stopped);
    assertNotEquals(stopped, successor);
    int starts = run.cluster().world().starts();
    run.runFor(Duration.ofSeconds(10));
    run.converge(SOON);

    assertEquals(starts, run.cluster().world().starts(), "resources were started anew");
  }

  @ParameterizedTest
  @EnumSource
  void aDaemonThatIsKilledComesBackAndNoResourceNotices(Role role) {
    int starts = run.cluster().world().starts();
    for (SimNode node : run.nodes().values()) {
      node.kill(role);
      run.runFor(Duration.ofSeconds(15));
      run.converge(SOON);
    }

    assertEquals(starts, run.cluster().world().starts(), "resources were started anew");
    assertTrue(run.nodes().values().stream().allMatch(SimNode::isUp), "a node was fenced");
  }

  @Test
  void theLossOfTheCoordinatorsNodeIsSurvived() {
    NodeName lost = dc();
    run.chaos().crash(run.node(lost.value()));
    run.runFor(Duration.ofSeconds(60));
    run.converge(SOON);

    assertTrue(run.node(lost.value()).isUp());
  }

  @Test
  void aFullDiskStopsOnlyItsOwnNodesPromises() {
    run.node("n2").disk().fill(true);
    run.chaos().client().change(run.node("n1"));
    run.runFor(Duration.ofSeconds(5));

    assertEquals(1, run.chaos().client().acknowledged());
    run.node("n2").disk().fill(false);
    run.runFor(Duration.ofSeconds(5));
    run.converge(SOON);
  }

  private NodeName dc() {
    return dcAmong(ImmutableSortedSet.of(N1, N2, N3), new NodeName("nobody"));
  }

  private NodeName dcAmong(ImmutableSortedSet<NodeName> nodes, NodeName without) {
    return nodes.stream()
        .filter(name -> !name.equals(without))
        .filter(name ->
            run.node(name.value())
                .controller()
                .filter(c -> c.state().coordination().isPresent())
                .isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no DC"));
  }
}
