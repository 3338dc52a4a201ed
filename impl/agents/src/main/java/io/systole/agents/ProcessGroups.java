package io.systole.agents;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jnr.constants.platform.Signal;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Ends processes for good: by group, and by a mark in their environment. */
public final class ProcessGroups {

  private static final Path PROC = Path.of("/proc");

  /** Longer than the kernel needs to end a process that is not stuck in it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final POSIX posix = POSIXFactory.getNativePOSIX();

  /** Kills the group that {@code leader} leads, and {@code leader} if it does not lead one yet. */
  void kill(Process leader) {
    posix.kill(-leader.pid(), Signal.SIGKILL.intValue());
    // By its handle, since a Process that is destroyed loses what it has written.
    leader.toHandle().destroyForcibly();
  }

  /**
   * Kills every process that has {@code name=value} in the environment with which it was started,
   * until none is left.
   *
   * @return how many were found
   * @throws IOException if some remain, or if {@code /proc} cannot be read
   */
  public int killMarked(String name, String value) throws IOException {
    String mark = name + "=" + value;
    Set<ProcessHandle> killed = new HashSet<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (killed.addAll(marked(mark)) || !killed.stream().allMatch(ProcessGroups::isGone)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "processes with "
                + mark
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

  private static ImmutableList<ProcessHandle> marked(String mark) throws IOException {
    byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
    ImmutableList.Builder<ProcessHandle> found = ImmutableList.builder();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : all) {
        if (contains(environment(entry), wanted)) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
        }
      }
    }
    return found.build();
  }

  /** Empty for a process that has ended meanwhile or belongs to somebody else: neither is ours. */
  private static byte[] environment(Path entry) {
    try {
      return Files.readAllBytes(entry.resolve("environ"));
    } catch (IOException notOurs) {
      return new byte[0];
    }
  }

  /** Whether one of the NUL-terminated strings in {@code environment} is {@code wanted}. */
  private static boolean contains(byte[] environment, byte[] wanted) {
    int start = 0;
    for (int i = 0; i < environment.length; i++) {
      if (environment[i] == 0) {
        if (Arrays.equals(environment, start, i, wanted, 0, wanted.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
