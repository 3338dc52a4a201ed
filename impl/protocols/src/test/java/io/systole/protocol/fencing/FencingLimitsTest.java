package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted up to a limit, and what becomes of more. */
class FencingLimitsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void actionIsTriedOnceToTenTimes(int attempts) {
    assertEquals(attempts, new ActionTerms(SECOND, attempts).attempts());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11})
  void actionIsNotTriedMoreOftenOrNotAtAll(int attempts) {
    assertEquals(
        "a device tries an action 1 to 10 times, not " + attempts,
        assertThrows(IllegalArgumentException.class, () -> new ActionTerms(SECOND, attempts))
            .getMessage());
  }

  @Test
  void longReasonIsCut() {
    assertEquals("r".repeat(500), failed("r".repeat(500)).reason());
    assertEquals("r".repeat(500), failed("r".repeat(500) + "s").reason());
  }

  @Test
  void longNameOfAClientIsCut() {
    assertEquals("c".repeat(128), record(1, "c".repeat(128)).client());
    assertEquals("c".repeat(128), record(1, "c".repeat(128) + "d").client());
  }

  @Test
  void longestDelayIsNoShorterThanTheBase() {
    DelayRange range = new DelayRange(SECOND.multipliedBy(2), SECOND);
    assertEquals(SECOND.multipliedBy(2), range.max());
    assertFalse(range.isDrawn());
    assertTrue(new DelayRange(SECOND, SECOND.plusNanos(1)).isDrawn());
  }

  @Test
  void oldestRecordIsForgottenWhenThereAreTooMany() {
    FencingHistory full =
        FencingHistory.of(IntStream.rangeClosed(1, 500).mapToObj(i -> record(i, "c")).toList());
    assertEquals(500, full.records().size());
    assertEquals(1, full.records().firstKey().counter());
    FencingHistory more = full.plus(record(501, "c"));
    assertEquals(500, more.records().size());
    assertEquals(2, more.records().firstKey().counter());
    assertEquals(501, more.records().lastKey().counter());
  }

  @Test
  void nodeHasUpToAThousandDevices() {
    OneFencer fencer = OneFencer.joined();
    fencer.configure(devices(1000));
    assertEquals(1000, fencer.state().configuration().devices().size());
    fencer.assertRefused(
        FencingRefusal.TOO_MANY_DEVICES,
        new DevicesConfigured(new Epoch(1, OneFencer.N1), FencingConfiguration.of(devices(1001))));
  }

  @Test
  void messageHasUpToTenThousandChildren() {
    Query query = new Query(record(1, "c"), ImmutableSortedSet.of(OneFencer.N2), Optional.empty());
    Element encoded = FencingMessageCodec.encode(query);
    ImmutableList<Element> children = encoded.children();
    Element expected = children.getLast();
    Element full =
        encoded.toBuilder()
            .children(Collections.nCopies(10_000 - children.size(), expected))
            .build();
    assertEquals(query, FencingMessageCodec.decode(full));
    assertEquals(
        "a <query> has at most 10000 children",
        assertThrows(
                IllegalArgumentException.class,
                () -> FencingMessageCodec.decode(full.plus(expected)))
            .getMessage());
  }

  private static FenceDevice[] devices(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> FenceDevice.simple("d" + i, OneFencer.LOST))
        .toArray(FenceDevice[]::new);
  }

  private static Conclusion failed(String reason) {
    return new Conclusion(FencingStatus.FAILED, Optional.empty(), reason, 1);
  }

  private static FencingRecord record(int counter, String client) {
    return new FencingRecord(
        new OperationId(counter, OneFencer.N1, 1),
        OneFencer.OFF,
        client,
        1,
        Optional.empty(),
        Optional.empty());
  }
}
