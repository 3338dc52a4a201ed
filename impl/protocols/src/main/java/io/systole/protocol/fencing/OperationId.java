package io.systole.protocol.fencing;

import io.systole.kernel.NodeName;
import java.util.Comparator;
import java.util.Optional;

/**
 * Names a fencing operation: one request of one client.
 *
 * @param counter greater than any that the originator had seen when the request came, so that newer
 *     operations have greater ids on whichever node they began
 * @param originator the node whose client asked
 * @param incarnation of the originating process, which tells it apart from the one before it
 */
public record OperationId(long counter, NodeName originator, long incarnation)
    implements Comparable<OperationId> {

  private static final Comparator<OperationId> ORDER =
      Comparator.comparingLong(OperationId::counter)
          .thenComparing(OperationId::originator)
          .thenComparingLong(OperationId::incarnation);

  /** No cluster fences this often; a greater number is no counter. */
  public static final long MAX_COUNTER = 1L << 52;

  public OperationId {
    if (counter < 1 || counter > MAX_COUNTER) {
      throw new IllegalArgumentException(
          "the counter of a fencing operation is 1 to " + MAX_COUNTER + ", not " + counter);
    }
  }

  @Override
  public int compareTo(OperationId other) {
    return ORDER.compare(this, other);
  }

  /** Reads what {@link #toString} writes. */
  public static Optional<OperationId> parse(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0 || second < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OperationId(
              Long.parseLong(text.substring(0, first)),
              new NodeName(text.substring(second + 1)),
              Long.parseLong(text.substring(first + 1, second))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Counter, incarnation and originator: a node's name may have dots itself, so it comes last. */
  @Override
  public String toString() {
    return counter + "." + incarnation + "." + originator;
  }
}
