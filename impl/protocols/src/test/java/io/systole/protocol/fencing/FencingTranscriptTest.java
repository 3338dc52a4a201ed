package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingEvent.FenceRequested;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole rounds of three fencers, as a person reads them. */
class FencingTranscriptTest {

  private static final NodeName N1 = FencingCluster.node(1);
  private static final NodeName N2 = FencingCluster.node(2);
  private static final NodeName N3 = FencingCluster.node(3);
  private static final NodeName LOST = FencingCluster.node(4);

  private final FencingCluster cluster = new FencingCluster();

  @Test
  void verifiedPeerFencesALostNode() throws IOException {
    start(FenceDevice.simple("ipmi", LOST));
    configure(N2, FenceDevice.simple("ipmi", LOST).verified(true));
    quiet();
    ask(N1, LOST, FencingAction.REBOOT);
    cluster.settle(FencingCluster.Agents.SUCCEED);
    expect("verifiedPeerFencesALostNode");
  }

  @Test
  void nextDeviceIsTriedAndRebootIsMapped() throws IOException {
    start(FenceDevice.simple("a", LOST).only(FencingAction.OFF), FenceDevice.simple("b", LOST));
    ask(N1, LOST, FencingAction.REBOOT);
    cluster.settle((node, run) ->
        run.device().id().equals("a") && node.equals(N1)
            ? AgentOutcome.FAILED
            : AgentOutcome.SUCCEEDED);
    expect("nextDeviceIsTriedAndRebootIsMapped");
  }

  @Test
  void offCountsWhereOnFails() throws IOException {
    start(FenceDevice.simple("a", LOST).only(FencingAction.OFF, FencingAction.ON));
    ask(N1, LOST, FencingAction.REBOOT);
    cluster.settle((node, run) ->
        run.aim().action() == FencingAction.ON ? AgentOutcome.TIMED_OUT : AgentOutcome.SUCCEEDED);
    expect("offCountsWhereOnFails");
  }

  @Test
  void secondRequestJoinsTheRunningOne() throws IOException {
    start(FenceDevice.simple("ipmi", LOST));
    ask(N1, LOST, FencingAction.OFF);
    cluster.deliver(N1);
    cluster.deliver(N2);
    ask(N2, LOST, FencingAction.OFF);
    cluster.settle(FencingCluster.Agents.SUCCEED);
    expect("secondRequestJoinsTheRunningOne");
  }

  @Test
  void executorIsLost() throws IOException {
    start();
    configure(N2, FenceDevice.simple("ipmi", LOST).verified(true));
    configure(N3, FenceDevice.simple("ipmi", LOST));
    quiet();
    ask(N1, LOST, FencingAction.OFF);
    while (cluster.fencer(N2).agents.isEmpty()) {
      cluster.deliverAll();
    }
    cluster.crash(N2);
    cluster.view(N1, N3);
    cluster.settle(FencingCluster.Agents.SUCCEED);
    expect("executorIsLost");
  }

  @Test
  void originatorIsLost() throws IOException {
    start();
    configure(N2, FenceDevice.simple("ipmi", LOST));
    quiet();
    ask(N1, LOST, FencingAction.OFF);
    while (cluster.fencer(N2).agents.isEmpty()) {
      cluster.deliverAll();
    }
    cluster.crash(N1);
    cluster.view(N2, N3);
    cluster.settle(FencingCluster.Agents.SUCCEED);
    expect("originatorIsLost");
  }

  /**
   * After a partition a peer may know already that an operation is lost which leads for the others;
   * two rounds that come then must not wait for each other.
   */
  @Test
  void roundsAfterAPartitionDoNotWaitForEachOther() {
    start(FenceDevice.simple("ipmi", LOST));
    ask(N1, LOST, FencingAction.OFF);
    cluster.deliverAll();
    cluster.view(N3);
    cluster.view(N1, N2);
    ask(N2, LOST, FencingAction.OFF);
    ask(N3, LOST, FencingAction.OFF);
    cluster.view(N1, N2, N3);
    cluster.settle(FencingCluster.Agents.SUCCEED);

    assertTrue(cluster.fencer(N1).state().rounds().isEmpty(), cluster.transcript::toString);
    assertTrue(cluster.fencer(N2).state().rounds().isEmpty(), cluster.transcript::toString);
    assertTrue(cluster.fencer(N3).state().rounds().isEmpty(), cluster.transcript::toString);
    assertTrue(cluster.replies(N2).getFirst().hasSucceeded(), cluster.transcript::toString);
    assertTrue(cluster.replies(N3).getFirst().hasSucceeded(), cluster.transcript::toString);
  }

  private void start(FenceDevice... devices) {
    for (NodeName node : ImmutableList.of(N1, N2, N3)) {
      cluster.start(node);
      configure(node, devices);
    }
    cluster.view(N1, N2, N3);
    quiet();
  }

  private void configure(NodeName node, FenceDevice... devices) {
    cluster.step(node, new DevicesConfigured(new Epoch(1, N1), FencingConfiguration.of(devices)));
  }

  private void ask(NodeName node, NodeName target, FencingAction action) {
    cluster.step(node, new FenceRequested(FencingCluster.request(7, target, action)));
  }

  /** Lets what is under way end, and forgets it. */
  private void quiet() {
    cluster.settle(FencingCluster.Agents.SUCCEED);
    cluster.transcript.clear();
  }

  /** Compares with a file beside this class, which a person has read and found right. */
  private void expect(String name) throws IOException {
    URL file = Resources.getResource(FencingTranscriptTest.class, name + ".txt");
    String all =
        cluster.transcript.stream()
            .filter(line -> !line.contains("NOT_FOR_US"))
            .collect(Collectors.joining("\n"));
    assertEquals(Resources.toString(file, StandardCharsets.UTF_8).strip(), all);
  }
}
