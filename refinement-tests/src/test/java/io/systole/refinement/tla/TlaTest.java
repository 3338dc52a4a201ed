package io.systole.refinement.tla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlaTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-3",
        "\"a\\\"b\"",
        "TRUE",
        "<<>>",
        "{}",
        "<<1, {2, \"x\"}>>",
        "[a |-> 1, b |-> <<>>]",
        "(2 :> FALSE @@ 4 :> {})"
      })
  void textsAreReadBack(String text) {
    assertEquals(text, Tla.parse(text).toString());
  }

  @Test
  void equalValuesHaveOneForm() {
    assertEquals(Tla.tuple(Tla.of(7)), Tla.function(Map.of(Tla.of(1), Tla.of(7))));
    assertEquals(Tla.record("a", Tla.of(1)), Tla.function(Map.of(Tla.of("a"), Tla.of(1))));
    assertEquals(Tla.tuple(), Tla.function(Map.of()));
    assertEquals(
        Tla.set(List.of(Tla.of(2), Tla.of(1))), Tla.set(List.of(Tla.of(1), Tla.of(2), Tla.of(1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<<1", "{1 2}", "[a 1]", "1 2", "\"open"})
  void otherTextsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Tla.parse(text));
  }
}
