package io.systole.ipc;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the clocks that end what takes too long. */
final class Timers {

  private Timers() {}

  static ScheduledThreadPoolExecutor create(String name) {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-timers").factory());
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }
}
