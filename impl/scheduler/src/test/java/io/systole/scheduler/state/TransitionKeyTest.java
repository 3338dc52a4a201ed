package io.systole.scheduler.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionKeyTest {

  @Test
  void aKeyHasFourParts() {
    assertEquals(new TransitionKey(5, 7, "0000-1111"), TransitionKey.parse("31:5:7:0000-1111"));
    assertEquals(new TransitionKey(-1, 0, ""), TransitionKey.parse("-1:-1:0:"));
    assertEquals(new TransitionKey(2, -3, "x"), TransitionKey.parse("1:2:-3:x"));
    assertEquals(new TransitionKey(2, 0, "a:b"), TransitionKey.parse("1:2:0:a:b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1:2", "1:2:3", ":2:3:x", "1::3:x", "1:-:3:x", "1:2:-:x", "a:2:3:x"})
  void whatIsNoKeyTellsNothing(String text) {
    assertEquals(new TransitionKey(-2, -1, ""), TransitionKey.parse(text));
  }

  @Test
  void numbersTooGreatBreakNothing() {
    String huge = "9".repeat(30);
    assertEquals(
        new TransitionKey(999_999_999_999_999_999L, Integer.MAX_VALUE, "x"),
        TransitionKey.parse(huge + ":" + huge + ":" + huge + ":x"));
  }
}
