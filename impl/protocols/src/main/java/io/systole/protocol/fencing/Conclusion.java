package io.systole.protocol.fencing;

import io.systole.kernel.NodeName;
import java.util.Comparator;
import java.util.Optional;

/**
 * How and when an operation ended.
 *
 * @param executor the peer whose agent was asked last, if it came to that
 * @param reason in words, for the administrator; empty for a plain success
 * @param finishedMillis by the clock of who says so, since 1970
 */
public record Conclusion(
    FencingStatus status, Optional<NodeName> executor, String reason, long finishedMillis)
    implements Comparable<Conclusion> {

  /** Longer reasons are cut. */
  public static final int MAX_REASON = 500;

  /** What the originator says counts more than what others presume; the rest makes it total. */
  private static final Comparator<Conclusion> ORDER =
      Comparator.comparing(Conclusion::status)
          .thenComparingLong(Conclusion::finishedMillis)
          .thenComparing(Conclusion::reason)
          .thenComparing(c -> c.executor().map(NodeName::value).orElse(""));

  public Conclusion {
    if (status == FencingStatus.SUCCEEDED && executor.isEmpty()) {
      throw new IllegalArgumentException("a success has an executor");
    }
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }

  @Override
  public int compareTo(Conclusion other) {
    return ORDER.compare(this, other);
  }

  /** Whichever of the two says more. */
  Conclusion merge(Conclusion other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
