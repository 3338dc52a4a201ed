package io.systole.daemons.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at a loop from outside of it, and writes its stack to the log when one event takes too
 * long. What is to be done about a loop that stays stuck is the supervisor's decision.
 */
public final class LoopWatchdog implements AutoCloseable {

  /** An event that takes longer is worth the administrator's notice. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int LOOKS_PER_LIMIT = 5;

  private final EventLoop loop;
  private final Logger log;
  private final Duration limit;
  private final CountDownLatch closed = new CountDownLatch(1);

  private LoopWatchdog(EventLoop loop, Logger log, Duration limit) {
    this.loop = loop;
    this.log = log;
    this.limit = limit;
  }

  /** Watches from now on, on a thread of its own. */
  public static LoopWatchdog watch(EventLoop loop, Logger log, Duration limit) {
    LoopWatchdog watchdog = new LoopWatchdog(loop, log, limit);
    Thread.ofPlatform().daemon().name(loop.name() + "-watchdog").start(watchdog::run);
    return watchdog;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    long reported = 0;
    try {
      while (!closed.await(limit.toMillis() / LOOKS_PER_LIMIT, TimeUnit.MILLISECONDS)) {
        EventLoop.Busy busy = loop.busy().orElse(null);
        if (busy == null || busy.sinceNanos() == reported) {
          continue;
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - busy.sinceNanos());
        if (taken.compareTo(limit) >= 0) {
          reported = busy.sinceNanos();
          report(busy, taken);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(EventLoop.Busy busy, Duration taken) {
    StringBuilder text = new StringBuilder();
    text.append(loop.name())
        .append(" has been busy with '")
        .append(busy.what())
        .append("' for ")
        .append(taken.toMillis())
        .append(" ms and answers nobody meanwhile; its stack:");
    for (StackTraceElement frame : loop.thread().getStackTrace()) {
      text.append("\n    at ").append(frame);
    }
    log.log(Level.WARNING, "{0}", text);
  }
}
