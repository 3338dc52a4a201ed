package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import io.systole.refinement.manifest.Coverage;
import io.systole.refinement.manifest.CoverageReport;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.trace.TracedKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The folder of the specifications, and tests that run side by side. */
public final class Specs {

  public static final Path FOLDER = Path.of("..", "spec");

  /** Whether what is too large for every build is checked as well. */
  static final boolean NIGHTLY = Boolean.getBoolean("systole.nightly");

  private static final Path REPORTS = Path.of("target", "coverage");

  private Specs() {}

  /** All protocols, or the one that {@code -Dsystole.protocol} names. */
  static List<Manifest> manifests() throws IOException {
    String only = System.getProperty("systole.protocol", "");
    return Manifest.all(FOLDER).stream()
        .filter(manifest -> only.isEmpty() || manifest.protocol().equals(only))
        .toList();
  }

  /** Whether a model is wanted: all are, or the one that {@code -Dsystole.model} names. */
  static boolean wants(String model) {
    String only = System.getProperty("systole.model", "");
    return only.isEmpty() || model.equals(only);
  }

  static boolean wantsAll() {
    return System.getProperty("systole.model", "").isEmpty();
  }

  public static Manifest manifest(String protocol) {
    try {
      return Manifest.read(FOLDER.resolve(protocol));
    } catch (IOException e) {
      throw new UncheckedIOException("no manifest of " + protocol, e);
    }
  }

  /**
   * Adds to the report of all protocols, and fails on what is missing without a reason. Where the
   * code was changed to try the tests, its coverage says nothing.
   */
  static void covers(Manifest manifest, Coverage coverage) throws IOException {
    if (!GraphCheck.KEPT.isEmpty()) {
      return;
    }
    new CoverageReport(REPORTS, FOLDER).add(coverage);
    assertEquals(ImmutableList.of(), coverage.faults(manifest, NIGHTLY), manifest::protocol);
  }

  /** The same for steps of traces that are as the specification has them. */
  public static void traced(String protocol, Multiset<TracedKind> steps) throws IOException {
    Manifest manifest = manifest(protocol);
    covers(manifest, Coverage.ofTraces(manifest, steps));
  }

  /** A test for each item; the work of all is done on as many threads as there are processors. */
  static <T, R> Stream<DynamicTest> sideBySide(
      List<T> items, Function<T, String> name, Work<T, R> work, ThrowingConsumer<R> check) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<R>> results =
        items.stream().map(item -> threads.submit((Callable<R>) () -> work.on(item))).toList();
    threads.shutdown();
    return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
        .map(i ->
            DynamicTest.dynamicTest(
                name.apply(items.get(i)), () -> check.accept(get(results.get(i)))));
  }

  /** What is done for an item. */
  @FunctionalInterface
  interface Work<T, R> {
    R on(T item) throws Exception;
  }

  private static <R> R get(Future<R> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
