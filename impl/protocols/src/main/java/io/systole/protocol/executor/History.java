package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node remembers of a resource, as the CIB shows it.
 *
 * @param last what was last done once
 * @param recurring the last good result of each operation that recurs
 * @param failure what last ended in another way than expected
 */
public record History(
    Optional<Entry> last,
    ImmutableSortedMap<OperationKey, Entry> recurring,
    Optional<Entry> failure) {

  private static final long READERS_TICK_MILLIS = 1000;

  public static final History EMPTY =
      new History(Optional.empty(), ImmutableSortedMap.of(), Optional.empty());

  public boolean isEmpty() {
    return last.isEmpty() && recurring.isEmpty() && failure.isEmpty();
  }

  /** With one more entry in its place. */
  History with(Entry entry) {
    OperationKey operation = entry.order().operation();
    if (operation.isNotification()) {
      return this;
    }
    Optional<Entry> newFailure = entry.isFailure() ? Optional.of(entry) : failure;
    if (!operation.isRecurring()) {
      return new History(Optional.of(entry), recurring, newFailure);
    }
    if (entry.isFailure()) {
      return new History(last, recurring, newFailure);
    }
    return new History(last, Sorted.with(recurring, operation, entry), newFailure);
  }

  /**
   * A result of a call that is repeated, as it is told and remembered: changed later than the
   * call's results before it. Readers tell results of one call apart by these times alone, in whole
   * seconds, while the node's clock may have been set back between them.
   */
  Entry dated(Entry entry) {
    long notBefore =
        Stream.concat(recurring.values().stream(), failure.stream())
            .filter(earlier -> earlier.callId() == entry.callId())
            .mapToLong(earlier -> earlier.times().changedMillis() + READERS_TICK_MILLIS)
            .max()
            .orElse(Long.MIN_VALUE);
    return entry.changedNotBefore(notBefore);
  }

  History withoutRecurring() {
    return new History(last, ImmutableSortedMap.of(), failure);
  }

  History without(OperationKey operation) {
    return new History(last, Sorted.without(recurring, operation), failure);
  }
}
