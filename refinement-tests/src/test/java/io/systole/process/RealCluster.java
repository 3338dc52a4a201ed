package io.systole.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.systole.tools.ClusterClient;
import io.systole.tools.ToolException;
import io.systole.tools.local.AgentLog;
import io.systole.tools.local.DemoCib;
import io.systole.tools.local.LocalCluster;
import io.systole.tools.local.LocalLayout;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.tools.local.Placement;
import io.systole.tools.local.StatusWatch;
import io.systole.tools.status.ClusterStatus;
import io.systole.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/**
 * Three nodes as processes of this machine, started from the image that was built, with the
 * demonstration's configuration, agents and fence devices.
 */
final class RealCluster implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int SIZE = 3;
  private static final String IMAGE = "systole.home";
  private static final String KEPT_LOGS = "systole.test.logs";

  private final LocalCluster cluster;

  private RealCluster(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts a cluster and waits until everything runs; where there is no image, says so. */
  static RealCluster started() throws IOException, InterruptedException, ToolException {
    RealCluster cluster = prepared();
    cluster.start();
    return cluster;
  }

  /** A cluster whose folder is there and whose nodes are not started yet. */
  static RealCluster prepared() throws IOException {
    Path image = Path.of(System.getProperty(IMAGE, "impl/dist/target/systole"));
    if (!Files.isExecutable(image.resolve("bin/systoled"))) {
      Assumptions.abort("SKIPPED: there is no image at " + image + "; run ci/build or mvn verify");
    }
    LocalLayout layout = LocalLayout.create(Files.createTempDirectory("systole-test-"), SIZE);
    Optional<Path> logs = Optional.ofNullable(System.getProperty(KEPT_LOGS)).map(Path::of);
    return new RealCluster(new LocalCluster(layout, logs));
  }

  void start() throws IOException, InterruptedException, ToolException {
    cluster.startAll(PATIENCE);
    LocalNode first = nodes().getFirst();
    awaitStatus(first, status -> Placement.formed(status, SIZE), "a cluster of three");
    try (ClusterClient client = client(first)) {
      cluster.load(client, DemoCib.configuration(layout()));
    }
    awaitAllRun(first);
  }

  LocalLayout layout() {
    return cluster.layout();
  }

  List<LocalNode> nodes() {
    return layout().nodes();
  }

  LocalNode node(String name) {
    return layout().node(name);
  }

  /** A node that is not {@code other}. */
  LocalNode otherThan(LocalNode other) {
    return nodes().stream().filter(node -> !node.equals(other)).findFirst().orElseThrow();
  }

  ClusterClient client(LocalNode node) {
    return cluster.client(node);
  }

  Process powerOn(LocalNode node) throws IOException {
    return cluster.start(node);
  }

  Process startSupervisor(LocalNode node) throws IOException {
    return cluster.startSupervisor(node);
  }

  void cutPower(LocalNode node) throws IOException {
    cluster.cutPower(node);
  }

  void awaitDaemons(LocalNode node, Process process) throws InterruptedException, ToolException {
    cluster.awaitDaemons(node, process, PATIENCE);
  }

  ClusterStatus status(LocalNode asked) throws ToolException {
    try (ClusterClient client = client(asked)) {
      return ClusterStatus.of(client.query(""));
    }
  }

  /** The node that coordinates, as {@code asked} knows it. */
  LocalNode dc(LocalNode asked) throws ToolException {
    return node(status(asked).dc().orElseThrow());
  }

  /** The node on which the service runs, as {@code asked} knows it. */
  LocalNode serviceNode(LocalNode asked) throws ToolException {
    return status(asked).resources().stream()
        .flatMap(top -> top.primitives().stream())
        .filter(primitive -> primitive.id().equals(DemoCib.SERVICE))
        .map(primitive -> node(primitive.active().firstKey()))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the CIB of {@code asked} shows what is wanted. */
  ClusterStatus awaitStatus(LocalNode asked, Predicate<ClusterStatus> wanted, String what)
      throws InterruptedException, ToolException {
    StatusWatch watch = new StatusWatch();
    try (ClusterClient client = client(asked)) {
      client.watchCib(cib -> watch.update(ClusterStatus.of(cib)), () -> {});
      if (watch.await(wanted, PATIENCE).isEmpty()) {
        fail(asked.name() + " does not see " + what + ", but " + watch.latest());
      }
      return watch.latest().orElseThrow();
    }
  }

  void awaitAllRun(LocalNode asked) throws InterruptedException, ToolException {
    awaitStatus(asked, status -> Placement.faults(status).isEmpty(), "everything running");
  }

  /** The process of a role, as the node's supervisor knows it. */
  ProcessHandle process(LocalNode node, String role) throws ToolException {
    try (ClusterClient client = client(node)) {
      return client.supervisorState().children("role").stream()
          .filter(state -> state.attribute("name", "").equals(role))
          .map(state -> Long.parseLong(state.attribute("pid", "0")))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .findFirst()
          .orElseThrow(() -> new AssertionError(node.name() + " has no process for " + role));
    }
  }

  /** The processes of all roles of a node. */
  SortedMap<String, Long> processIds(LocalNode node) throws ToolException {
    try (ClusterClient client = client(node)) {
      SortedMap<String, Long> ids = new TreeMap<>();
      client
          .supervisorState()
          .children("role")
          .forEach(role ->
              ids.put(role.attribute("name", ""), Long.parseLong(role.attribute("pid", "0"))));
      return ids;
    }
  }

  /** A node's supervisor. */
  ProcessHandle supervisor(LocalNode node) throws ToolException {
    try (ClusterClient client = client(node)) {
      long pid = client.supervisorPid();
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new AssertionError(node.name() + "'s supervisor " + pid + " is gone"));
    }
  }

  /** Waits until the supervisor that {@code launcher} starts answers. */
  ProcessHandle awaitSupervisor(LocalNode node, Process launcher) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return supervisor(node);
      } catch (ToolException e) {
        // A launcher that ends early has failed; otherwise this is the pause between two looks.
        if (launcher.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new AssertionError(node.name() + "'s supervisor does not answer", e);
        }
      }
    }
  }

  /** Waits until the supervisor of a node knows a process for each role. */
  void awaitRoles(LocalNode node) throws InterruptedException, ToolException {
    ProcessHandle supervisor = supervisor(node);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (processIds(node).containsValue(0L)) {
      try {
        supervisor.onExit().get(50, TimeUnit.MILLISECONDS);
        throw new AssertionError(node.name() + "'s supervisor has ended");
      } catch (TimeoutException e) {
        assertTrue(System.nanoTime() < deadline, "a role of " + node.name() + " has no process");
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, status, "kill -" + signal + " " + process.pid());
  }

  /** Waits until a role of a node has written this into its log. */
  void awaitLog(LocalNode node, String role, String text) throws IOException, InterruptedException {
    Path folder = node.folder().resolve("log");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!logSays(node, role, text)) {
        WatchKey key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (key == null) {
          fail(role + " of " + node.name() + " does not say: " + text);
        }
        key.pollEvents();
        key.reset();
      }
    }
  }

  /** Whether a role of a node has written this into its log. */
  static boolean logSays(LocalNode node, String role, String text) throws IOException {
    return Files.readString(node.folder().resolve("log").resolve(role + ".log")).contains(text);
  }

  AgentLog agentLog() throws IOException {
    return AgentLog.read(layout().agentLog());
  }

  void assertNothingRanTwice() throws IOException {
    assertEquals(List.of(), agentLog().doubleRuns(DemoCib.EVERYWHERE));
  }

  /** Puts a harmless property into the configuration, and returns once that is acknowledged. */
  void setProperty(LocalNode asked, String name, String value) throws ToolException {
    try (ClusterClient client = client(asked)) {
      client.modify(
          "crm_config",
          Element.of("cluster_property_set", "id", "cib-bootstrap-options")
              .plus(Element.of("nvpair", "id", "test-" + name, "name", name, "value", value)));
    }
  }

  /** Sets such a property while nodes come and go, which leaves a first attempt unanswered. */
  void setPropertySurely(LocalNode asked, String name, String value)
      throws InterruptedException, ToolException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        setProperty(asked, name, value);
        return;
      } catch (ToolException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        awaitAllRun(asked);
      }
    }
  }

  /** The value of such a property in the CIB of {@code asked}. */
  Optional<String> property(LocalNode asked, String name) throws ToolException {
    try (ClusterClient client = client(asked)) {
      return client
          .query("crm_config")
          .descendants()
          .filter(pair -> pair.id().equals("test-" + name))
          .findFirst()
          .flatMap(pair -> pair.attribute("value"));
    }
  }

  /** Waits until the CIB of {@code asked} has such a property. */
  void awaitProperty(LocalNode asked, String name, String value)
      throws InterruptedException, ToolException {
    awaitStatus(
        asked,
        _ -> {
          try {
            return property(asked, name).equals(Optional.of(value));
          } catch (ToolException e) {
            // Its daemon is not there at this moment; the next change of the CIB comes from it.
            return false;
          }
        },
        "the change of " + name + " to " + value);
  }

  @Override
  public void close() throws IOException {
    List<String> wrongWords;
    try {
      wrongWords = cluster.wrongWords();
    } finally {
      cluster.close();
    }
    assertEquals(List.of(), wrongWords, "no daemon says what its grammar does not allow");
  }
}
