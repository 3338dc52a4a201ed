package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The laws that let histories meet in any order. Spec: {@code History}. */
class FencingHistoryTest {

  @Property
  void mergeIsCommutative(
      @ForAll("histories") FencingHistory a, @ForAll("histories") FencingHistory b) {
    assertEquals(a.merge(b), b.merge(a));
  }

  @Property
  void mergeIsAssociative(
      @ForAll("histories") FencingHistory a,
      @ForAll("histories") FencingHistory b,
      @ForAll("histories") FencingHistory c) {
    assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
  }

  @Property
  void mergeIsIdempotent(@ForAll("histories") FencingHistory a) {
    assertEquals(a, a.merge(a));
  }

  @Property
  void whatHasEndedStaysEnded(
      @ForAll("histories") FencingHistory a, @ForAll("histories") FencingHistory b) {
    FencingHistory merged = a.merge(b);
    for (FencingRecord record : a.records().values()) {
      Optional<FencingRecord> after = merged.record(record.id());
      assertTrue(record.isPending() || after.filter(FencingRecord::isPending).isEmpty());
      assertTrue(
          !record.isDecided() || after.isEmpty() || after.get().isDecided(), "presumed again");
    }
  }

  @Test
  void lawsHoldBeyondTheBound() {
    FencingHistory odd = many(1);
    FencingHistory even = many(2);
    FencingHistory merged = odd.merge(even);
    assertEquals(FencingHistory.MAX_RECORDS, merged.records().size());
    assertEquals(merged, even.merge(odd));
    assertEquals(merged, merged.merge(odd));
    assertFalse(merged.record(id(1)).isPresent(), "the oldest is forgotten");
    assertTrue(merged.record(id(2L * FencingHistory.MAX_RECORDS)).isPresent());
  }

  @Test
  void originatorsDecisionBeatsPresumption() {
    FencingRecord pending = record(1, Optional.empty());
    FencingRecord lost = pending.concluded(FencingHistory.lost(new NodeName("n1"), 9));
    FencingRecord decided =
        pending.concluded(
            new Conclusion(FencingStatus.SUCCEEDED, Optional.of(new NodeName("n2")), "", 5));
    FencingHistory all = FencingHistory.of(ImmutableList.of(decided, pending, lost, pending));
    assertEquals(Optional.of(decided), all.record(pending.id()));
  }

  @Provide
  Arbitrary<FencingHistory> histories() {
    return Combinators.combine(Arbitraries.integers().between(1, 8), conclusions())
        .as(FencingHistoryTest::record)
        .list()
        .ofMaxSize(8)
        .map(FencingHistory::of);
  }

  private static Arbitrary<Optional<Conclusion>> conclusions() {
    return Combinators.combine(
            Arbitraries.of(FencingStatus.values()),
            Arbitraries.of("n1", "n2"),
            Arbitraries.of("", "why"),
            Arbitraries.longs().between(1, 3))
        .as((status, node, why, at) ->
            new Conclusion(status, Optional.of(new NodeName(node)), why, at))
        .optional(0.7);
  }

  private static FencingHistory many(int first) {
    ImmutableList.Builder<FencingRecord> records = ImmutableList.builder();
    for (int i = first; i <= 2 * FencingHistory.MAX_RECORDS; i += 2) {
      records.add(record(i, Optional.empty()));
    }
    return FencingHistory.of(records.build());
  }

  private static OperationId id(long counter) {
    return new OperationId(counter, new NodeName("n1"), 1);
  }

  private static FencingRecord record(int counter, Optional<Conclusion> conclusion) {
    Aim aim = new Aim(new NodeName("n3"), FencingAction.REBOOT);
    return new FencingRecord(id(counter), aim, "c", 1, Optional.empty(), conclusion);
  }
}
