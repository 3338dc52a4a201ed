package io.systole.cluster.inprocess;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that moves only when there is something to do. What is due at one moment runs in the
 * order in which it was asked for. Not thread-safe.
 */
public final class VirtualTime {

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::seq));
  private long nowNanos;
  private long nextSeq;

  private record Due(long nanos, long seq, Runnable action) {}

  VirtualTime() {}

  /** How long the simulation has lasted. */
  public Duration now() {
    return Duration.ofNanos(nowNanos);
  }

  /** Runs {@code action} once {@code delay} has passed. */
  public void after(Duration delay, Runnable action) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay is not negative: " + delay);
    }
    queue.add(new Due(nowNanos + delay.toNanos(), nextSeq++, action));
  }

  /** Runs {@code action} at a moment that is not past. */
  public void at(Duration moment, Runnable action) {
    after(moment.minusNanos(nowNanos), action);
  }

  /**
   * Moves to the next moment at which something is due and runs one thing.
   *
   * @return whether there was anything
   */
  public boolean runNext() {
    Due due = queue.poll();
    if (due == null) {
      return false;
    }
    nowNanos = due.nanos();
    due.action().run();
    return true;
  }

  /** Runs all that is due up to and at {@code moment}, which is then now. */
  public void runUntil(Duration moment) {
    long until = moment.toNanos();
    for (Due due = queue.peek(); due != null && due.nanos() <= until; due = queue.peek()) {
      runNext();
    }
    nowNanos = Math.max(nowNanos, until);
  }

  /** Runs all that is due within {@code span} from now. */
  public void runFor(Duration span) {
    runUntil(now().plus(span));
  }
}
