package io.systole.tools.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks the service many times a second, as users would, and keeps count. */
final class ServiceClient implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final HttpClient http;
  private final HttpRequest request;
  private final ScheduledExecutorService timer;

  private int answered;
  private int failed;
  private Optional<Outage> outage = Optional.empty();
  private Optional<Future<?>> asking = Optional.empty();

  /** What the service's users saw of a failover. */
  private static final class Outage {
    private final CountDownLatch over = new CountDownLatch(1);
    private int failed;
    private long answeredNanos;
  }

  ServiceClient(String url) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("service-client").factory());
  }

  void start() {
    asking =
        Optional.of(
            timer.scheduleAtFixedRate(this::ask, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** From now on the service is expected to fail and come back. */
  synchronized void expectOutage() {
    outage = Optional.of(new Outage());
  }

  /**
   * Waits until the service answers again after it had failed.
   *
   * @return when it did, as {@link System#nanoTime()}; empty if it did not within {@code patience}
   */
  Optional<Long> awaitRecovery(Duration patience) throws InterruptedException {
    Outage current;
    synchronized (this) {
      current = outage.orElseThrow();
    }
    if (!current.over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    return Optional.of(current.answeredNanos);
  }

  synchronized int failedInOutage() {
    return outage.map(o -> o.failed).orElse(0);
  }

  synchronized int answered() {
    return answered;
  }

  synchronized int failed() {
    return failed;
  }

  /** The body of one answer, if there is one now. */
  Optional<String> once() throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    asking.ifPresent(task -> task.cancel(true));
    timer.shutdownNow();
    http.shutdownNow();
  }

  private void ask() {
    var _ =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .handle((response, failure) -> failure == null && response.statusCode() == 200)
            .thenAccept(this::count);
  }

  private synchronized void count(boolean good) {
    if (good) {
      answered++;
      outage
          .filter(o -> o.failed > 0 && o.over.getCount() > 0)
          .ifPresent(o -> {
            o.answeredNanos = System.nanoTime();
            o.over.countDown();
          });
    } else {
      failed++;
      outage.filter(o -> o.over.getCount() > 0).ifPresent(o -> o.failed++);
    }
  }
}
