package io.systole.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.trace.TraceReader;
import io.systole.kernel.trace.TraceReport;
import io.systole.tools.ClusterClient;
import io.systole.tools.ToolException;
import io.systole.tools.local.DemoCib;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.trace.RecordCommand;
import io.systole.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a running cluster bears: daemons that die or stand still, bad peers, nodes without power.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DaemonFaultsTest {

  private static final int PAUSE_SECONDS = 20;

  /** Enough of a trace to see that it is one; the whole is looked at with all others. */
  private static final int LINES_READ = 80;

  private RealCluster cluster;

  @SuppressWarnings("NullAway.Init")
  DaemonFaultsTest() {}

  @BeforeAll
  void start() throws IOException, InterruptedException, ToolException {
    cluster = RealCluster.started();
  }

  @AfterAll
  void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"scheduler", "attributes", "fencer", "executor", "cib", "controller"})
  void aKilledDaemonComesBackAndNoResourceRestarts(String role)
      throws IOException, InterruptedException, ToolException {
    LocalNode any = cluster.nodes().getFirst();
    LocalNode victim = cluster.serviceNode(any);
    LocalNode other = cluster.otherThan(victim);
    cluster.setProperty(other, "before-" + role, "kept");
    List<?> before = cluster.agentLog().entries();
    ProcessHandle killed = cluster.process(victim, role);

    RealCluster.signal(killed, "KILL");

    long pid = awaitNewProcess(victim, role, killed.pid());
    assertNotEquals(killed.pid(), pid);
    cluster.setProperty(other, "after-" + role, "kept");
    cluster.awaitAllRun(other);
    cluster.awaitAllRun(victim);
    for (LocalNode node : cluster.nodes()) {
      awaitProperty(node, "before-" + role);
      awaitProperty(node, "after-" + role);
    }
    assertEquals(before, cluster.agentLog().entries(), "no agent started or stopped anything");
  }

  @Test
  @Order(2)
  void aKilledSupervisorIsStartedAgainAndKeepsItsDaemons()
      throws IOException, InterruptedException, ToolException {
    LocalNode any = cluster.nodes().getFirst();
    LocalNode victim = cluster.serviceNode(any);
    SortedMap<String, Long> pids = cluster.processIds(victim);
    List<?> before = cluster.agentLog().entries();
    ProcessHandle killed = cluster.supervisor(victim);

    RealCluster.signal(killed, "KILL");
    killed.onExit().join();
    ProcessHandle next = cluster.awaitSupervisor(victim, cluster.startSupervisor(victim));

    assertNotEquals(killed.pid(), next.pid());
    cluster.awaitRoles(victim);
    assertEquals(pids, cluster.processIds(victim), "the daemons are adopted, not started anew");
    aKilledDaemonComesBackAndNoResourceRestarts("attributes");
    assertEquals(before, cluster.agentLog().entries(), "no agent started or stopped anything");
  }

  /**
   * Without its messaging a node is lost to the others, who fence it before they recover what ran
   * there, unless it is back before they have noticed.
   */
  @Test
  @Order(7)
  void aNodeWhoseMessagingDiesIsBackOrIsFencedFirst()
      throws IOException, InterruptedException, ToolException {
    LocalNode any = cluster.nodes().getFirst();
    LocalNode victim = cluster.serviceNode(any);
    LocalNode other = cluster.otherThan(victim);
    cluster.setProperty(victim, "before-messaging", "kept");
    ProcessHandle killed = cluster.process(victim, "messaging");

    RealCluster.signal(killed, "KILL");

    awaitNewProcess(victim, "messaging", killed.pid());
    cluster.setPropertySurely(other, "after-messaging", "kept");
    for (LocalNode node : cluster.nodes()) {
      cluster.awaitAllRun(node);
      awaitProperty(node, "before-messaging");
      awaitProperty(node, "after-messaging");
    }
    cluster.assertNothingRanTwice();
  }

  @Test
  @Order(3)
  void badPeersHearWhyOrAreCutOffWhileOthersAreServed() throws IOException, ToolException {
    LocalNode node = cluster.nodes().getFirst();
    List<SocketChannel> peers = new ArrayList<>();
    try {
      for (String role : List.of("cib", "executor", "fencer", "attributes", "controller")) {
        for (byte[] bad : badOpenings()) {
          SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
          peers.add(peer);
          peer.connect(
              UnixDomainSocketAddress.of(node.folder().resolve("run").resolve(role + ".sock")));
          peer.write(ByteBuffer.wrap(bad));
        }
      }
      assertFalse(cluster.status(node).nodes().isEmpty(), "others are served meanwhile");
      for (SocketChannel peer : peers) {
        String heard = readToTheEnd(peer);
        assertTrue(heard.isEmpty() || heard.contains("<refused code="), heard);
      }
    } finally {
      for (SocketChannel peer : peers) {
        peer.close();
      }
    }
    assertTrue(cluster.process(node, "cib").isAlive());
  }

  /** What a peer hears until it is cut off, which it is: otherwise this never ends. */
  private static String readToTheEnd(SocketChannel peer) {
    ByteBuffer heard = ByteBuffer.allocate(100_000);
    try {
      while (peer.read(heard) >= 0) {
        assertTrue(heard.hasRemaining(), "that is more than a reason");
      }
    } catch (SocketException cutOff) {
      // What it had said was not all read when it was cut off, but what it was told has arrived.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String(heard.array(), 0, heard.position(), StandardCharsets.UTF_8);
  }

  private static List<byte[]> badOpenings() {
    byte[] bomb =
        "<!DOCTYPE b [<!ENTITY a 'aaaa'><!ENTITY c '&a;&a;&a;'>]><hello>&c;</hello>"
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bombFrame = ByteBuffer.allocate(5 + bomb.length);
    bombFrame.putInt(1 + bomb.length).put((byte) 0).put(bomb);
    return List.of(
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        new byte[] {0, 0},
        new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0},
        bombFrame.array(),
        new byte[0]);
  }

  @Test
  @Order(4)
  void aCoordinatorThatStandsStillIsReplacedAndItsOrdersAreRefused()
      throws IOException, InterruptedException, ToolException, IpcException {
    LocalNode any = cluster.nodes().getFirst();
    LocalNode old = cluster.dc(any);
    LocalNode witness = cluster.otherThan(old);
    Element before = controllerState(old);
    List<?> log = cluster.agentLog().entries();
    ProcessHandle controller = cluster.process(old, "controller");

    RealCluster.signal(controller, "STOP");
    CountDownLatch twentySeconds = new CountDownLatch(1);
    try {
      cluster.awaitStatus(
          witness,
          status -> status.dc().filter(dc -> !dc.equals(old.name())).isPresent(),
          "another coordinator");
      assertFalse(twentySeconds.await(PAUSE_SECONDS, TimeUnit.SECONDS));
    } finally {
      RealCluster.signal(controller, "CONT");
    }

    long oldEpoch = Long.parseLong(before.attribute("epoch", "0"));
    Element after = controllerState(witness);
    assertTrue(Long.parseLong(after.attribute("epoch", "0")) > oldEpoch, after.toString());
    assertOrderIsRefused(old, oldEpoch);
    assertOrderIsRefused(witness, oldEpoch);
    cluster.awaitAllRun(witness);
    cluster.awaitAllRun(old);
    cluster.assertNothingRanTwice();
    assertEquals(log, cluster.agentLog().entries(), "nothing was moved for it");
  }

  /** Sends what the coordinator of an older epoch could have sent. */
  private void assertOrderIsRefused(LocalNode node, long epoch) throws IpcException {
    try (IpcClient executor =
        IpcClient.connect(
            ClientOptions.of(
                node.folder().resolve("run").resolve("executor.sock"), "test", "test"))) {
      Element order =
          Element.of("execute", "epoch", Long.toString(epoch), "coordinator", "node1")
              .plus(
                  Element.of(
                          "rsc_op",
                          "id",
                          "1",
                          "operation",
                          "stop",
                          "operation_key",
                          "data_stop_0",
                          "transition-key",
                          "1:1:0:00000000-0000-0000-0000-000000000000")
                      .plus(
                          Element.of(
                              "primitive",
                              "id",
                              "data",
                              "class",
                              "ocf",
                              "provider",
                              "systole",
                              "type",
                              "Dummy"))
                      .plus(Element.of("attributes", "CRM_meta_timeout", "20000")));
      IpcException refused = assertThrows(IpcException.class, () -> executor.request(order));
      assertEquals("stale-epoch", refused.error().code(), refused.toString());
    }
  }

  /** Nothing happens then but that time goes by; the cluster's own interval is 15 minutes. */
  @Test
  @Order(5)
  void aRuleThatBeginsToHoldHasEffectThen() throws InterruptedException, ToolException {
    LocalNode before = cluster.serviceNode(cluster.nodes().getFirst());
    LocalNode other = cluster.otherThan(before);
    long soon = System.currentTimeMillis() / 1000 + 3;
    Element rule =
        Element.of("rule", "id", "later-rule", "score", "-INFINITY")
            .plus(
                Element.of(
                    "expression",
                    "id",
                    "later-node",
                    "attribute",
                    "#uname",
                    "operation",
                    "eq",
                    "value",
                    before.name()))
            .plus(
                Element.of(
                    "date_expression",
                    "id",
                    "later-date",
                    "operation",
                    "gt",
                    "start",
                    "epoch:" + soon));
    Element constraint = Element.of("rsc_location", "id", "later", "rsc", DemoCib.GROUP).plus(rule);
    try (ClusterClient client = cluster.client(other)) {
      client.modify("constraints", constraint);

      cluster.awaitStatus(
          other, status -> runsElsewhere(status, before), "the service on another node");
      assertTrue(System.currentTimeMillis() / 1000 > soon, "it moved before its time");
      cluster.awaitAllRun(other);
      client.change(
          Element.of("change")
              .plus(
                  Element.of("delete", "section", "constraints")
                      .plus(Element.of("rsc_location", "id", "later"))));
    }
  }

  private static boolean runsElsewhere(ClusterStatus status, LocalNode before) {
    return status.resources().stream()
        .flatMap(top -> top.primitives().stream())
        .filter(primitive -> primitive.id().equals(DemoCib.SERVICE))
        .anyMatch(primitive ->
            !primitive.active().isEmpty() && !primitive.active().containsKey(before.name()));
  }

  @Test
  @Order(6)
  void theCoordinatorsNodeMayLoseItsPower()
      throws IOException, InterruptedException, ToolException {
    LocalNode any = cluster.nodes().getFirst();
    LocalNode lost = cluster.dc(any);
    LocalNode survivor = cluster.otherThan(lost);
    cluster.setProperty(lost, "before-power-loss", "kept");

    cluster.cutPower(lost);

    cluster.awaitStatus(survivor, status -> !status.online(lost.name()), "the loss");
    cluster.awaitAllRun(survivor);
    cluster.assertNothingRanTwice();
    for (LocalNode node : cluster.nodes()) {
      awaitProperty(node, "before-power-loss");
    }
    try (ClusterClient client = cluster.client(survivor)) {
      assertTrue(
          client.fenceHistory().children().stream()
              .anyMatch(operation ->
                  operation.attribute("target", "").equals(lost.name())
                      && operation.attribute("status", "").equals("ok")),
          "it was fenced before it came back");
    }
  }

  @ParameterizedTest
  @Order(8)
  @ValueSource(strings = {"Attributes", "Cib", "Controller", "Executor", "Fencing", "Supervisor"})
  void everyDaemonTellsItsSteps(String spec) throws IOException {
    for (LocalNode node : cluster.nodes()) {
      Path folder = node.folder().resolve("traces");
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, spec + "-*.ndjson")) {
        long steps = 0;
        for (Path file : files) {
          steps += wellFormedSteps(file);
        }
        assertTrue(steps > 0, () -> spec + " of " + node.name() + " tells nothing");
      }
    }
  }

  @Test
  @Order(9)
  void allTracesTogetherAreOne() throws ToolException {
    TraceReport report = RecordCommand.soFar(cluster.layout().folder());
    assertEquals(List.of(), report.problems());
    assertTrue(report.steps() > 0, "nothing was traced");
  }

  /** Reads the beginning of a trace that is still being written. */
  private static long wellFormedSteps(Path file) throws IOException {
    List<String> lines;
    try (Stream<String> all = Files.lines(file)) {
      lines = all.limit(LINES_READ).toList();
    }
    if (lines.size() < LINES_READ) {
      lines = lines.subList(0, Math.max(0, lines.size() - 1));
    }
    if (lines.isEmpty()) {
      return 0;
    }
    TraceReport report = TraceReader.read(lines);
    assertEquals(List.of(), report.problems(), file::toString);
    return report.steps();
  }

  private Element controllerState(LocalNode node) throws ToolException {
    try (ClusterClient client = cluster.client(node)) {
      return client.controllerState();
    }
  }

  private void awaitProperty(LocalNode node, String name)
      throws InterruptedException, ToolException {
    cluster.awaitProperty(node, name, "kept");
  }

  /** Waits until the supervisor has put another process in the place of {@code killed}. */
  private long awaitNewProcess(LocalNode node, String role, long killed)
      throws InterruptedException, ToolException {
    long deadline = System.nanoTime() + RealCluster.PATIENCE.toNanos();
    ProcessHandle supervisor = cluster.supervisor(node);
    while (System.nanoTime() < deadline) {
      try {
        ProcessHandle process = cluster.process(node, role);
        if (process.pid() != killed && process.isAlive()) {
          return process.pid();
        }
      } catch (AssertionError e) {
        // Between two processes there is none.
      }
      assertTrue(supervisor.isAlive());
      // A pause between two looks that ends early if the node dies.
      assertThrows(
          TimeoutException.class, () -> supervisor.onExit().get(50, TimeUnit.MILLISECONDS));
    }
    throw new AssertionError(role + " of " + node.name() + " did not come back");
  }
}
