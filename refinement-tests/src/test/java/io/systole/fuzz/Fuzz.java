package io.systole.fuzz;

import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * Runs random cases until the time is up: {@code -Dsystole.fuzz.seconds=N} of each kind, by default
 * two. A case that fails tells its seed, and {@code -Dsystole.fuzz.seed=S} runs it alone.
 */
final class Fuzz {

  private static final String SECONDS = "systole.fuzz.seconds";
  private static final String SEED = "systole.fuzz.seed";

  private static final long LONGEST_CASE_NANOS = 10_000_000_000L;
  private static final long SMALL_BYTES = 4L << 20;

  private Fuzz() {}

  /** One case. */
  @FunctionalInterface
  interface Case {

    /** Runs it, and tells how many bytes it was given to work on. */
    long run(Random random) throws Exception;
  }

  /**
   * Runs cases.
   *
   * @param bytesForOne how many bytes may be allocated for one byte of input, beside a few
   *     megabytes for anything
   */
  static void run(String what, long bytesForOne, Case fuzzed) {
    Long only = Long.getLong(SEED);
    if (only != null) {
      one(what, bytesForOne, fuzzed, only);
      return;
    }
    Long seconds = Long.getLong(SECONDS);
    long end = System.nanoTime() + (seconds == null ? 2 : seconds) * 1_000_000_000L;
    // A build tries the same each time, so that it does not fail for what it did not change; who
    // asks for a time goes where nobody was.
    long first = seconds == null ? 0 : new Random().nextLong();
    long seed = first;
    do {
      one(what, bytesForOne, fuzzed, seed++);
    } while (System.nanoTime() < end);
    System.out.println("fuzz " + what + ": " + (seed - first) + " cases from seed " + first);
  }

  private static void one(String what, long bytesForOne, Case fuzzed, long seed) {
    long began = System.nanoTime();
    long before = allocated();
    long size;
    try {
      size = fuzzed.run(new Random(seed));
    } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
      throw new AssertionError(again(what, seed), e);
    }
    long bytes = allocated() - before;
    if (bytes > SMALL_BYTES + bytesForOne * size) {
      throw new AssertionError(bytes + " bytes for " + size + ": " + again(what, seed));
    }
    if (System.nanoTime() - began > LONGEST_CASE_NANOS) {
      throw new AssertionError("it took too long: " + again(what, seed));
    }
  }

  private static String again(String what, long seed) {
    return what + ", run it again with -D" + SEED + "=" + seed;
  }

  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class)
        .getCurrentThreadAllocatedBytes();
  }
}
