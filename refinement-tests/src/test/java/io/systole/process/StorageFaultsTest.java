package io.systole.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.tools.ClusterClient;
import io.systole.tools.ToolException;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.tools.local.Placement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Disks that are full and files that are damaged, on a real node of a real cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StorageFaultsTest {

  private RealCluster cluster;
  private LocalNode node;
  private LocalNode other;
  private Path state;
  private boolean mounted;

  @SuppressWarnings("NullAway.Init")
  StorageFaultsTest() {}

  @BeforeAll
  void start() throws IOException, InterruptedException, ToolException {
    cluster = RealCluster.prepared();
    node = cluster.nodes().get(2);
    other = cluster.nodes().getFirst();
    state = Files.createDirectories(node.folder().resolve("state"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", state.toString()) == 0;
    cluster.start();
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (cluster == null) {
      return;
    }
    try {
      if (mounted) {
        cluster.cutPower(node);
        assertEquals(0, run("umount", state.toString()), "nothing is left mounted");
      }
    } finally {
      cluster.close();
    }
  }

  @Test
  void aNodeWithATruncatedCibStartsFromItsNewestGoodOneAndCatchesUp()
      throws IOException, InterruptedException, ToolException {
    ProcessHandle supervisor = cluster.supervisor(node);
    try (ClusterClient client = cluster.client(node)) {
      client.stopNode();
    }
    assertTrue(ended(supervisor), "the node stops in order");
    cluster.setProperty(other, "while-away", "kept");
    Path newest = newestCib(node);
    truncate(newest);

    cluster.awaitDaemons(node, cluster.powerOn(node));

    cluster.awaitAllRun(other);
    cluster.awaitAllRun(node);
    assertEquals(Optional.of("kept"), cluster.property(node, "while-away"));
    try (Stream<Path> files = Files.list(newest.getParent())) {
      assertTrue(
          files.anyMatch(file -> file.getFileName().toString().contains("damaged")),
          "the damaged file is kept aside");
    }
    cluster.awaitLog(node, "cib", "is damaged and is kept aside");
    cluster.assertNothingRanTwice();
  }

  @Test
  void aNodeWithAFullDiskIsToldAndCatchesUpWhenThereIsRoom()
      throws IOException, InterruptedException, ToolException {
    Assumptions.assumeTrue(mounted, "SKIPPED: a small file system can be mounted by root alone");
    Path ballast = state.resolve("ballast");
    fillUntilTold(ballast);

    cluster.setProperty(other, "while-full", "kept");
    assertFalse(cluster.status(other).nodes().isEmpty());
    cluster.awaitLog(node, "cib", "free space there");
    Files.delete(ballast);

    cluster.setProperty(other, "with-room", "kept");
    cluster.awaitStatus(node, status -> Placement.faults(status).isEmpty(), "everything running");
    assertEquals(Optional.of("kept"), cluster.property(node, "while-full"));
    assertEquals(Optional.of("kept"), cluster.property(node, "with-room"));
    cluster.assertNothingRanTwice();
  }

  /**
   * Takes all space until the node has said that it can't save a change. A save that was under way
   * when the disk got full removes an old CIB at its end, so there may be room once more.
   */
  private void fillUntilTold(Path ballast) throws IOException, InterruptedException, ToolException {
    long deadline = System.nanoTime() + RealCluster.PATIENCE.toNanos();
    for (int round = 0; !told(); round++) {
      assertTrue(System.nanoTime() < deadline, "the node does not say that its disk is full");
      int _ = run("sh", "-c", "cat /dev/zero >> '" + ballast + "' 2>/dev/null");
      cluster.setProperty(other, "filling", Integer.toString(round));
      cluster.awaitProperty(node, "filling", Integer.toString(round));
    }
  }

  private boolean told() throws IOException {
    return RealCluster.logSays(node, "cib", "the CIB can't be saved");
  }

  private static boolean ended(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(RealCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  private static Path newestCib(LocalNode node) throws IOException {
    try (Stream<Path> files = Files.walk(node.folder().resolve("state"))) {
      List<Path> cibs =
          files.filter(file -> file.getFileName().toString().matches("cib-\\d+\\.xml")).toList();
      return cibs.stream()
          .max(Comparator.comparingLong(StorageFaultsTest::generation))
          .orElseThrow(() -> new AssertionError("no CIB is stored below " + node.folder()));
    }
  }

  private static long generation(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
