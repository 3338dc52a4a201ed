package io.systole.tools.local;

import io.systole.tools.status.ClusterStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps the latest status that somebody told it, and lets others wait for one. Safe to use from any
 * thread.
 */
public class StatusWatch {

  private Optional<ClusterStatus> latest = Optional.empty();

  /** The cluster is now like this. */
  public synchronized void update(ClusterStatus status) {
    latest = Optional.of(status);
    notifyAll();
  }

  public synchronized Optional<ClusterStatus> latest() {
    return latest;
  }

  /**
   * Waits until the cluster is as {@code wanted}.
   *
   * @return when it was seen so, as {@link System#nanoTime()}; empty if {@code patience} ran out
   */
  public synchronized Optional<Long> await(Predicate<ClusterStatus> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (latest.filter(wanted).isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left / 1_000_000 + 1);
    }
    return Optional.of(System.nanoTime());
  }
}
