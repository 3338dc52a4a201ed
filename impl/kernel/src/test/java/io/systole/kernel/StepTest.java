package io.systole.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

  @Test
  void aRefusedEventCanNotHaveEffects() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Step<>(1, ImmutableList.of("send"), Optional.of(Till.No.TOO_MUCH)));
  }

  @Test
  void allBrokenInvariantsAreNamedInTheirOrder() {
    assertEquals(ImmutableList.of("NotBelowZero", "NotTooFull"), Till.INVARIANTS.names());
    assertEquals(ImmutableList.of(), Till.INVARIANTS.broken(new Till.State(100)));
    assertEquals(ImmutableList.of("NotTooFull"), Till.INVARIANTS.broken(new Till.State(101)));
    assertEquals(ImmutableList.of("NotBelowZero"), Till.INVARIANTS.broken(new Till.State(-1)));
  }

  @Test
  void anEpochIsOrderedByNumberAndThenByCoordinator() {
    NodeName a = new NodeName("a");
    NodeName b = new NodeName("b");
    assertEquals(
        ImmutableList.of(new Epoch(1, b), new Epoch(2, a), new Epoch(2, b)),
        ImmutableSortedSet.of(new Epoch(2, b), new Epoch(1, b), new Epoch(2, a)).asList());
    assertThrows(IllegalArgumentException.class, () -> new Epoch(-1, a));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nend", "null\u0000"})
  void aNodeNameHasNoWhiteSpace(String name) {
    assertThrows(IllegalArgumentException.class, () -> new NodeName(name));
  }

  @Test
  void aMemberOfAViewIsOnOneOfItsNodes() {
    NodeName a = new NodeName("a");
    NodeName b = new NodeName("b");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new View(
                new ViewId(1, a), ImmutableSortedSet.of(a), ImmutableSortedSet.of(a, b), 1, true));
  }
}
