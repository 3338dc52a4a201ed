package io.systole.simulation;

import java.time.Duration;
import java.util.Random;

/** Something that is left to chance in a run, from the run's seed. */
final class Draws {

  private final long seed;
  private final Random random;

  Draws(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Draws that have nothing to do with these but the seed, a series of its own for each number. */
  Draws fork(int number) {
    return new Draws(scrambled(seed + 0x9e3779b97f4a7c15L * (number + 1L)));
  }

  /** Neighbouring seeds begin alike; scrambled ones do not. */
  private static long scrambled(long value) {
    long once = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    long twice = (once ^ (once >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return twice ^ (twice >>> 33);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether something happens that does in so many of a thousand cases. */
  boolean chance(int perMille) {
    return random.nextInt(1000) < perMille;
  }

  Duration between(Duration least, Duration most) {
    long span = most.toMillis() - least.toMillis();
    return least.plusMillis(random.nextLong(span + 1));
  }

  /** Seconds between the two. */
  Duration seconds(int least, int most) {
    return between(Duration.ofSeconds(least), Duration.ofSeconds(most));
  }
}
