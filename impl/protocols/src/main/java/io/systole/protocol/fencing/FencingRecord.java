package io.systole.protocol.fencing;

import io.systole.kernel.Epoch;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of an operation.
 *
 * @param client the name of who asked
 * @param startedMillis when it was asked, by the originator's clock, since 1970
 * @param asOf the greatest epoch that the originator had seen by then: what it says of the target
 *     counts for nothing once the target has taken part in a greater one
 * @param conclusion absent while the operation is pending
 */
public record FencingRecord(
    OperationId id,
    Aim aim,
    String client,
    long startedMillis,
    Optional<Epoch> asOf,
    Optional<Conclusion> conclusion) {

  /** Longest name of a client that is kept. */
  public static final int MAX_CLIENT = 128;

  public FencingRecord {
    client = client.length() > MAX_CLIENT ? client.substring(0, MAX_CLIENT) : client;
  }

  public boolean isPending() {
    return conclusion.isEmpty();
  }

  public boolean hasSucceeded() {
    return conclusion.filter(c -> c.status() == FencingStatus.SUCCEEDED).isPresent();
  }

  /** Whether the originator has decided, so that nothing can change any more. */
  public boolean isDecided() {
    return conclusion.filter(c -> c.status().isDecided()).isPresent();
  }

  /** Whether both have ended alike, or neither has; when that was, and the words, may differ. */
  boolean endedAs(FencingRecord other) {
    return conclusion.map(Conclusion::status).equals(other.conclusion.map(Conclusion::status))
        && conclusion
            .flatMap(Conclusion::executor)
            .equals(other.conclusion.flatMap(Conclusion::executor));
  }

  FencingRecord concluded(Conclusion how) {
    return new FencingRecord(id, aim, client, startedMillis, asOf, Optional.of(how));
  }

  /**
   * What both together say. The rest of a record is as the originator made it and never changes.
   */
  FencingRecord merge(FencingRecord other) {
    Optional<Conclusion> merged =
        Stream.of(conclusion, other.conclusion).flatMap(Optional::stream).reduce(Conclusion::merge);
    return merged.equals(conclusion)
        ? this
        : new FencingRecord(id, aim, client, startedMillis, asOf, merged);
  }
}
