package io.systole.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** All that is left to chance in a run. */
final class Chances {

  private final Map<Concern, Draws> draws = new EnumMap<>(Concern.class);
  private final Duration longestSync;

  /**
   * @param longestSync of a write to a disk
   */
  Chances(long seed, Duration longestSync) {
    Draws all = new Draws(seed);
    int number = 0;
    for (Concern concern : Concern.values()) {
      draws.put(concern, all.fork(++number));
    }
    this.longestSync = longestSync;
  }

  Draws of(Concern concern) {
    return Objects.requireNonNull(draws.get(concern));
  }

  /** How long a write takes until it is on the disk. */
  Duration syncTime() {
    return of(Concern.DISKS).between(Duration.ofMillis(1), longestSync);
  }
}
