package io.systole.tools.local;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Cuts the power of a node of a cluster on one machine: kills every process that carries the node's
 * name in its environment, daemons, agents and services alike, as fast as it can and without a
 * word.
 */
public final class PowerSwitch {

  private static final Path PROC = Path.of("/proc");

  /**
   * New processes may be forked while the old ones are killed; after so many rounds none can be.
   */
  private static final int MOST_ROUNDS = 100;

  private static final int CLEAN_LOOKS = 2;

  private static final Duration DEATH = Duration.ofSeconds(5);

  private final String cluster;

  public PowerSwitch(String cluster) {
    this.cluster = cluster;
  }

  /**
   * Kills all processes of a node.
   *
   * @return how many there were
   * @throws IOException if some can't be killed
   */
  public int off(String node) throws IOException, InterruptedException {
    return off(Optional.of(node));
  }

  /** Kills whatever is left of the whole cluster. */
  public int offAll() throws IOException, InterruptedException {
    return off(Optional.empty());
  }

  private int off(Optional<String> node) throws IOException, InterruptedException {
    int killed = 0;
    int cleanLooks = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      ImmutableList<ProcessHandle> alive = processes(node);
      // A process that is just being started shows no environment for a moment: look twice.
      cleanLooks = alive.isEmpty() ? cleanLooks + 1 : 0;
      if (cleanLooks == CLEAN_LOOKS) {
        return killed;
      }
      killed += alive.size();
      kill(alive);
    }
    throw new IOException(
        "processes of " + cluster + node.map(n -> "/" + n).orElse("") + " outlive their kills");
  }

  /** All living processes of the cluster. */
  public ImmutableList<ProcessHandle> processes() throws IOException {
    return processes(Optional.empty());
  }

  private static void kill(ImmutableList<ProcessHandle> processes)
      throws IOException, InterruptedException {
    processes.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(DEATH.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("process " + process.pid() + " does not die", e);
      }
    }
  }

  private ImmutableList<ProcessHandle> processes(Optional<String> node) throws IOException {
    ImmutableList.Builder<ProcessHandle> found = ImmutableList.builder();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (belongs(entry, node)) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    }
    return found.build();
  }

  private boolean belongs(Path process, Optional<String> node) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(process.resolve("environ"));
    } catch (IOException e) {
      // It ended while it was read, or it is not ours to read; then it is not ours to kill.
      return false;
    }
    var variables = Arrays.asList(new String(environment, StandardCharsets.UTF_8).split("\0", -1));
    return variables.contains("SYSTOLE_DEMO_CLUSTER=" + cluster)
        && node.map(name -> variables.contains("SYSTOLE_DEMO_NODE=" + name)).orElse(true);
  }
}
