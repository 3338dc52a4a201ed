package io.systole.tools.local;

import com.google.common.collect.ImmutableList;
import io.systole.tools.ClusterClient;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.xml.Element;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes of a cluster as processes of this machine. */
public final class LocalCluster implements AutoCloseable {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** What a role's log has of each. */
  private static final String WRONG_WORD = "schema-violation: ";

  private static final Duration ORDERLY_STOP = Duration.ofSeconds(20);

  private final LocalLayout layout;
  private final PowerSwitch power;
  private final Optional<Path> logsTo;
  private boolean closed;

  /**
   * @param logsTo where to copy the nodes' logs before the folder is removed, if anywhere
   */
  public LocalCluster(LocalLayout layout, Optional<Path> logsTo) {
    this.layout = layout;
    this.power = new PowerSwitch(layout.cluster());
    this.logsTo = logsTo;
  }

  public LocalLayout layout() {
    return layout;
  }

  /** Powers a node on. */
  public Process start(LocalNode node) throws IOException {
    return launch(node, node.start().toString());
  }

  /** Starts the supervisor of a node again, as an init system does that sees it end. */
  public Process startSupervisor(LocalNode node) throws IOException {
    return launch(node, node.start().toString(), "again");
  }

  private static Process launch(LocalNode node, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(node.console().toFile()))
        .start();
  }

  /**
   * Powers all nodes on and waits until the first one's daemons answer.
   *
   * @throws ToolException if they don't within {@code patience}
   */
  public void startAll(Duration patience) throws IOException, InterruptedException, ToolException {
    LocalNode first = layout.nodes().getFirst();
    Process process = start(first);
    for (LocalNode node : layout.nodes().subList(1, layout.nodes().size())) {
      start(node);
    }
    awaitDaemons(first, process, patience);
  }

  /** Makes {@code configuration} the cluster's. */
  public void load(ClusterClient client, Element configuration) throws ToolException {
    client.change(
        Element.of("change")
            .plus(Element.of("replace", "section", "configuration").plus(configuration)));
  }

  /** Waits until a node that was just powered on answers. */
  public void awaitDaemons(LocalNode node, Process process, Duration patience)
      throws InterruptedException, ToolException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try (ClusterClient client = client(node)) {
        client.query("");
        return;
      } catch (ToolException e) {
        // A launcher that ends early has failed; otherwise this is the pause between two looks.
        boolean ended = process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        if (ended || System.nanoTime() > deadline) {
          throw new ToolException(
              ExitCode.TIMEOUT,
              node.name() + " did not start: " + e.getMessage(),
              "See the logs in " + node.folder() + ".");
        }
      }
    }
  }

  /** Cuts a node's power, and notes in the agents' log that nothing runs there any more. */
  public int cutPower(LocalNode node) throws IOException {
    int killed = power.off(node.name());
    Files.writeString(
        layout.agentLog(),
        AgentLog.powerOffLine(node.name(), System.currentTimeMillis()),
        StandardOpenOption.APPEND);
    return killed;
  }

  /** A client of one node's daemons. */
  public ClusterClient client(LocalNode node) {
    return new ClusterClient(node.folder().resolve("run"));
  }

  /** What daemons have said so far that their grammars do not allow, as their logs tell it. */
  public ImmutableList<String> wrongWords() throws IOException {
    ImmutableList.Builder<String> found = ImmutableList.builder();
    for (LocalNode node : layout.nodes()) {
      try (Stream<Path> files = Files.walk(node.folder())) {
        for (Path file : files.filter(LocalCluster::isRoleLog).toList()) {
          Files.readString(file).lines().filter(l -> l.contains(WRONG_WORD)).forEach(found::add);
        }
      }
    }
    return found.build();
  }

  private static boolean isRoleLog(Path file) {
    return file.toString().endsWith(".log") && !file.endsWith("console.log");
  }

  /** Stops all nodes, in order as far as they obey, and removes the folder if it is ours. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    long deadline = System.nanoTime() + ORDERLY_STOP.toNanos();
    for (LocalNode node : layout.nodes()) {
      Thread.startVirtualThread(() -> stopInOrder(node));
    }
    try {
      awaitSupervisors(deadline);
      power.offAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted while the nodes of " + layout.folder() + " stop");
    }
    if (logsTo.isPresent()) {
      keepLogs(logsTo.get());
    }
    deleteTree(layout.folder());
  }

  private void stopInOrder(LocalNode node) {
    try (ClusterClient client = client(node)) {
      client.stopNode();
    } catch (ToolException e) {
      // A node that does not answer is ended with the others when the time is over.
      System.getLogger(LocalCluster.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} does not stop: {1}", node.name(), e.getMessage());
    }
  }

  private void awaitSupervisors(long deadline) throws IOException, InterruptedException {
    for (ProcessHandle process : power.processes()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      try {
        process.onExit().get(left, TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        return;
      }
    }
  }

  private void keepLogs(Path kept) throws IOException {
    Files.createDirectories(kept);
    Files.copy(
        layout.agentLog(),
        kept.resolve(layout.agentLog().getFileName()),
        StandardCopyOption.REPLACE_EXISTING);
    for (LocalNode node : layout.nodes()) {
      Path folder = Files.createDirectories(kept.resolve(node.name()));
      try (Stream<Path> files = Files.walk(node.folder())) {
        for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
          Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
