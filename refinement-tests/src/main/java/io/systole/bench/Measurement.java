package io.systole.bench;

import java.util.Optional;

/**
 * What one workload took. All times are CPU seconds.
 *
 * @param parseSeconds ours for parsing, once and cold, apart from all else
 * @param ours from the parsed CIB to the graph as XML, warm
 * @param heldMegabytes what is in use when all is parsed and nothing is under way
 * @param peakMegabytes the most that the heap held, garbage included
 * @param peer the field's tool from the parsed CIB to the graph
 * @param peerMegabytes the most that the field's tool had resident
 */
record Measurement(
    Workload workload,
    double parseSeconds,
    Samples ours,
    long heldMegabytes,
    long peakMegabytes,
    Optional<Samples> peer,
    long peerMegabytes) {

  /**
   * How the median grew from a smaller rung, beside how the cluster grew: 1 is linear, 2 twice as
   * much as that.
   */
  static double growth(Measurement smaller, Measurement greater) {
    double time = greater.ours.median() / smaller.ours.median();
    return time * smaller.workload.size() / greater.workload.size();
  }

  /** As {@link #growth} for the field's tool, where both were measured. */
  static Optional<Double> peerGrowth(Measurement smaller, Measurement greater) {
    if (smaller.peer.isEmpty() || greater.peer.isEmpty() || smaller.peer.get().median() == 0) {
      return Optional.empty();
    }
    double time = greater.peer.get().median() / smaller.peer.get().median();
    return Optional.of(time * smaller.workload.size() / greater.workload.size());
  }
}
