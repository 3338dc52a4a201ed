package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The fencing operations that a fencer knows of, the latest {@link #MAX_RECORDS} of them.
 *
 * <p>Histories of any nodes can be merged in any order, any number of times, with the same result:
 * a record is the greatest statement that anybody made of it, and which records are kept depends on
 * their ids alone. (Spec: {@code History!Merge}.)
 */
public record FencingHistory(ImmutableSortedMap<OperationId, FencingRecord> records) {

  /** Older operations are forgotten. */
  public static final int MAX_RECORDS = 500;

  public static final FencingHistory EMPTY = new FencingHistory(ImmutableSortedMap.of());

  public static FencingHistory of(Iterable<FencingRecord> records) {
    return EMPTY.merge(records);
  }

  public Optional<FencingRecord> record(OperationId id) {
    return Optional.ofNullable(records.get(id));
  }

  public boolean isPending(OperationId id) {
    return record(id).filter(FencingRecord::isPending).isPresent();
  }

  /** Whether it is known to have ended, be it by presumption. */
  public boolean hasEnded(OperationId id) {
    return record(id).filter(r -> !r.isPending()).isPresent();
  }

  /** All that is known by both. Commutative, associative and idempotent. */
  public FencingHistory merge(FencingHistory other) {
    return merge(other.records.values());
  }

  /** This history with what one more record says. */
  public FencingHistory plus(FencingRecord record) {
    return merge(ImmutableList.of(record));
  }

  /** The pending operations that {@code which} is true of, oldest first. */
  public ImmutableList<FencingRecord> pending(Predicate<FencingRecord> which) {
    return records.values().stream()
        .filter(FencingRecord::isPending)
        .filter(which)
        .collect(ImmutableList.toImmutableList());
  }

  /** What is said of an operation whose originator is gone. */
  static Conclusion lost(NodeName originator, long nowMillis) {
    return new Conclusion(
        FencingStatus.LOST,
        Optional.empty(),
        "originator lost: the fencer of " + originator + " left before it told a result",
        nowMillis);
  }

  private FencingHistory merge(Iterable<FencingRecord> others) {
    Map<OperationId, FencingRecord> merged = new TreeMap<>(records);
    for (FencingRecord other : others) {
      merged.merge(other.id(), other, FencingRecord::merge);
    }
    ImmutableSortedMap<OperationId, FencingRecord> all = ImmutableSortedMap.copyOf(merged);
    int surplus = all.size() - MAX_RECORDS;
    if (surplus <= 0) {
      return new FencingHistory(all);
    }
    return new FencingHistory(all.tailMap(all.keySet().asList().get(surplus), true));
  }
}
