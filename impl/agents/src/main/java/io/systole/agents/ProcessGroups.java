package io.systole.agents;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.posix.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends processes for good: by group, and by a mark in their environment. */
public final class ProcessGroups {

  private static final Splitter VARIABLES = Splitter.on('\0');
  private static final Path PROC = Path.of("/proc");

  /** Longer than the kernel needs to end a process that is not stuck in it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A process that is just being started shows no environment for a moment. */
  private static final int CLEAN_LOOKS = 2;

  private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Kills the group that {@code leader} leads, and {@code leader} if it does not lead one yet. */
  void kill(Process leader) {
    boolean _ = Signals.killGroup(leader.pid());
    // By its handle, since a Process that is destroyed loses what it has written.
    leader.toHandle().destroyForcibly();
  }

  /**
   * The values of the variable {@code name} in the environments with which living processes were
   * started, as far as they may be read.
   *
   * @throws IOException if {@code /proc} cannot be read
   */
  public ImmutableSet<String> marks(String name) throws IOException {
    ImmutableSet.Builder<String> marks = ImmutableSet.builder();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : all) {
        mark(environment(entry), name + "=").ifPresent(marks::add);
      }
    }
    return marks.build();
  }

  /**
   * The living processes that have {@code name} with one of {@code values} in the environment with
   * which they were started.
   *
   * @throws IOException if {@code /proc} cannot be read
   */
  public ImmutableList<ProcessHandle> marked(String name, ImmutableSet<String> values)
      throws IOException {
    ImmutableList.Builder<ProcessHandle> found = ImmutableList.builder();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : all) {
        if (mark(environment(entry), name + "=").filter(values::contains).isPresent()) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
        }
      }
    }
    return found.build();
  }

  /**
   * Kills every process that has {@code name} with one of {@code values} in the environment with
   * which it was started, until none is left.
   *
   * @return how many were found
   * @throws IOException if some remain, or if {@code /proc} cannot be read
   */
  public int killMarked(String name, ImmutableSet<String> values) throws IOException {
    if (values.isEmpty()) {
      return 0;
    }
    Set<ProcessHandle> killed = new HashSet<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int cleanLooks = 0;
    while (cleanLooks < CLEAN_LOOKS) {
      boolean more = killed.addAll(marked(name, values));
      if (!more && killed.stream().allMatch(ProcessGroups::isGone)) {
        cleanLooks++;
        continue;
      }
      cleanLooks = 0;
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "processes with "
                + name
                + " of "
                + values
                + " in their environment outlive SIGKILL: "
                + killed.stream().filter(p -> !isGone(p)).map(ProcessHandle::pid).toList());
      }
      killed.forEach(ProcessHandle::destroyForcibly);
      // Nobody tells when a process ends that is not our child.
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return killed.size();
  }

  /**
   * Whether a process has given back all that it held. A dying one loses its environment before its
   * files; one that is dead but not yet reaped holds nothing.
   */
  private static boolean isGone(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      String stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException ended) {
      return true;
    }
  }

  /** Empty for a process that has ended meanwhile or belongs to somebody else: neither is ours. */
  private static String environment(Path entry) {
    try {
      return new String(Files.readAllBytes(entry.resolve("environ")), StandardCharsets.UTF_8);
    } catch (IOException notOurs) {
      return "";
    }
  }

  /** What follows {@code mark} in the variable that begins with it, if there is such a one. */
  private static Optional<String> mark(String environment, String mark) {
    for (String variable : VARIABLES.split(environment)) {
      if (variable.startsWith(mark)) {
        return Optional.of(variable.substring(mark.length()));
      }
    }
    return Optional.empty();
  }
}
