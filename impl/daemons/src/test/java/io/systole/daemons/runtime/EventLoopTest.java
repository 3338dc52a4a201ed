package io.systole.daemons.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {

  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final EventLoop loop = new EventLoop("test", failure::complete);

  @AfterEach
  void stop() {
    loop.stop();
  }

  @Test
  void eventsAreHandledInOrderOnOneThread() throws Exception {
    loop.start();
    List<Integer> handled = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      loop.post("number", () -> handled.add(number));
    }
    loop.post("end", done::countDown);
    done.await();
    for (int i = 0; i < 10_000; i++) {
      assertEquals(i, handled.get(i));
    }
  }

  @Test
  void whatTheLoopPostsToItselfComesAfterWhatItDoes() throws Exception {
    loop.start();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    loop.post(
        "outer",
        () -> {
          loop.post("inner", () -> heard.add("inner"));
          heard.add(loop.onLoop() ? "outer" : "elsewhere");
        });
    assertEquals("outer", heard.take());
    assertEquals("inner", heard.take());
  }

  @Test
  void whoPostsTooMuchWaitsForTheLoop() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    loop.post("gate", () -> await(gate));
    CompletableFuture<Boolean> flooded = new CompletableFuture<>();
    Thread flood =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < EventLoop.MAX_WAITING + 10; i++) {
                loop.post("flood", () -> {});
              }
              flooded.complete(true);
            });
    loop.start();
    assertFalse(flooded.isDone());
    gate.countDown();
    assertTrue(flooded.get());
    flood.join();
  }

  @Test
  void aLoopThatFloodsItselfFails() throws Exception {
    loop.start();
    loop.post(
        "flood",
        () -> {
          for (int i = 0; i <= EventLoop.MAX_OWN_WAITING; i++) {
            loop.post("more", () -> {});
          }
        });
    assertTrue(String.valueOf(failure.get().getMessage()).contains("posted 65536 events"));
  }

  @Test
  void anEventThatThrowsEndsTheLoop() throws Exception {
    loop.start();
    loop.post(
        "bad",
        () -> {
          throw new IllegalStateException("broken");
        });
    assertEquals("broken", failure.get().getMessage());
    assertTrue(loop.awaitEnd(Duration.ofSeconds(10)));
    CountDownLatch never = new CountDownLatch(1);
    loop.post("after", never::countDown);
    assertEquals(1, never.getCount());
  }

  @Test
  void timersRunOutOnTheLoopUnlessCancelled() throws Exception {
    loop.start();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    loop.post(
        "set",
        () -> {
          EventLoop.Timer cancelled =
              loop.after(Duration.ZERO, "cancelled", () -> heard.add("cancelled"));
          loop.after(Duration.ofMillis(30), "later", () -> heard.add("later"));
          loop.after(Duration.ofMillis(1), "soon", () -> heard.add("soon"));
          cancelled.cancel();
        });
    assertEquals("soon", heard.take());
    assertEquals("later", heard.take());
    EventLoop.Timer every = loop.every(Duration.ofMillis(1), "every", () -> heard.add("every"));
    assertEquals("every", heard.take());
    assertEquals("every", heard.take());
    every.cancel();
  }

  @Test
  void aStuckLoopIsReportedWithItsStack() throws Exception {
    Logger log = Logger.getAnonymousLogger();
    CompletableFuture<String> reported = new CompletableFuture<>();
    log.setUseParentHandlers(false);
    log.addHandler(new Catcher(reported));
    CountDownLatch gate = new CountDownLatch(1);
    loop.start();
    try (LoopWatchdog _ = LoopWatchdog.watch(loop, log, Duration.ofMillis(50))) {
      loop.post("a long story", () -> await(gate));
      String report = reported.get();
      assertTrue(report.contains("busy with 'a long story'"), report);
      assertTrue(report.contains("EventLoopTest.await"), report);
      gate.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the first record. */
  private static final class Catcher extends Handler {

    private final CompletableFuture<String> first;

    Catcher(CompletableFuture<String> first) {
      this.first = first;
    }

    @Override
    public void publish(LogRecord record) {
      first.complete(new Logs.Line().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
