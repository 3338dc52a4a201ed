package io.systole.daemons.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that handles a role's events one after another: all that a role decides, it decides
 * here. Everything else (sockets, processes, the engine, timers) runs on other threads and only
 * posts events.
 *
 * <p>An event that throws ends the loop: what the role believes can't be trusted any more.
 */
public final class EventLoop implements Executor {

  /** Events of others that may wait; who posts more waits until there is room. */
  public static final int MAX_WAITING = 65_536;

  /** Events that the loop's own handlers may have posted to it and that were not handled yet. */
  public static final int MAX_OWN_WAITING = 65_536;

  private static final Duration OFFER = Duration.ofMillis(100);

  private final String name;
  private final Consumer<Throwable> failed;
  private final BlockingQueue<Event> mailbox = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Deque<Event> own = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor timers;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile Optional<Busy> busy = Optional.empty();

  /** Something to do, with a name for logs. */
  private record Event(String what, Runnable handler) {}

  /**
   * What the loop is doing.
   *
   * @param sinceNanos when it began, on the clock of {@link System#nanoTime}
   */
  public record Busy(String what, long sinceNanos) {}

  /** A call that is to come. */
  public interface Timer {

    /** When this was called on the loop, the timer's event is not handled any more. */
    void cancel();
  }

  /**
   * Makes a loop that does not run yet.
   *
   * @param failed is told, on the loop's thread, of what an event threw
   */
  public EventLoop(String name, Consumer<Throwable> failed) {
    this.name = name;
    this.failed = failed;
    this.timers =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name(name + "-timers").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    this.timers.setRemoveOnCancelPolicy(true);
    this.thread = Thread.ofPlatform().name(name + "-loop").unstarted(this::run);
  }

  public String name() {
    return name;
  }

  public void start() {
    thread.start();
  }

  /** The loop's thread, for whoever watches it. */
  public Thread thread() {
    return thread;
  }

  /** What is being handled now, if anything. */
  public Optional<Busy> busy() {
    return busy;
  }

  public boolean onLoop() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public void execute(Runnable handler) {
    post("task", handler);
  }

  /**
   * Has {@code handler} run on the loop, after what was posted before. Waits while the mailbox is
   * full, except on the loop itself. Once the loop is stopping nothing more is handled.
   *
   * @param what the event in a word or two, for logs
   */
  public void post(String what, Runnable handler) {
    Event event = new Event(what, handler);
    if (onLoop()) {
      if (own.size() >= MAX_OWN_WAITING) {
        throw new IllegalStateException(
            name + " has posted " + MAX_OWN_WAITING + " events to itself, the last is " + what);
      }
      own.add(event);
      return;
    }
    try {
      while (!stopping && !mailbox.offer(event, OFFER.toMillis(), TimeUnit.MILLISECONDS)) {
        // The limit on the wait is there to see that the loop is stopping.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has {@code handler} run on the loop once {@code delay} has passed. */
  public Timer after(Duration delay, String what, Runnable handler) {
    LoopTimer timer = new LoopTimer(what, handler);
    timer.schedule(
        timers.schedule(timer::ranOut, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS));
    return timer;
  }

  /**
   * Has {@code handler} run on the loop every {@code period}; when the loop is late, once and not
   * several times.
   */
  public Timer every(Duration period, String what, Runnable handler) {
    LoopTimer timer = new LoopTimer(what, handler);
    timer.schedule(
        timers.scheduleWithFixedDelay(
            timer::ranOut, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    return timer;
  }

  /** Ends the loop after the event that is being handled. Returns at once. */
  public void stop() {
    stopping = true;
    timers.shutdownNow();
    mailbox.clear();
    boolean _ = mailbox.offer(new Event("stop", () -> {}));
  }

  /** Whether nothing more is handled, because the loop was stopped or an event threw. */
  public boolean isStopping() {
    return stopping;
  }

  /** Waits for the loop's end; tells whether it came in time. Not for the loop itself. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return thread.join(timeout);
  }

  private void run() {
    try {
      while (!stopping) {
        Event event = own.isEmpty() ? mailbox.take() : own.remove();
        busy = Optional.of(new Busy(event.what(), System.nanoTime()));
        event.handler().run();
        busy = Optional.empty();
      }
    } catch (InterruptedException e) {
      stop();
    } catch (Throwable e) {
      busy = Optional.empty();
      stop();
      failed.accept(e);
    }
  }

  /** Posts its event when it runs out, and swallows it when it was cancelled in between. */
  private final class LoopTimer implements Timer {

    private final String what;
    private final Runnable handler;
    private volatile boolean cancelled;
    private volatile boolean waiting;
    private volatile Optional<ScheduledFuture<?>> schedule = Optional.empty();

    LoopTimer(String what, Runnable handler) {
      this.what = what;
      this.handler = handler;
    }

    void schedule(ScheduledFuture<?> future) {
      schedule = Optional.of(future);
    }

    void ranOut() {
      if (!waiting) {
        waiting = true;
        post(what, this::handle);
      }
    }

    private void handle() {
      waiting = false;
      if (!cancelled) {
        handler.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      schedule.ifPresent(future -> future.cancel(false));
    }
  }
}
