package io.systole.simulation;

import java.time.Duration;
import java.util.Random;

/** All that is left to chance in a run, from its seed. */
final class Draws {

  private final Random random;
  private final Duration longestSync;

  /**
   * @param longestSync of a write to a disk
   */
  Draws(long seed, Duration longestSync) {
    this.random = new Random(seed);
    this.longestSync = longestSync;
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

  /** How long a write takes until it is on the disk. */
  Duration syncTime() {
    return between(Duration.ofMillis(1), longestSync);
  }
}
