package io.systole.bench;

import com.google.common.collect.ImmutableList;

/**
 * What several runs of the same thing took, in seconds.
 *
 * @param sorted from the least to the most; at least one
 */
record Samples(ImmutableList<Double> sorted) {

  static Samples of(Iterable<Double> seconds) {
    ImmutableList<Double> sorted = ImmutableList.sortedCopyOf(seconds);
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured, so there is no median");
    }
    return new Samples(sorted);
  }

  double least() {
    return sorted.getFirst();
  }

  double most() {
    return sorted.getLast();
  }

  /** The one in the middle; of two in the middle the lesser. */
  double median() {
    return sorted.get((sorted.size() - 1) / 2);
  }
}
