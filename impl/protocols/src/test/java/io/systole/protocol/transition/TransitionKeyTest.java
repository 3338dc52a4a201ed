package io.systole.protocol.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionKeyTest {

  @Test
  void keysAreReadAsTheyAreWritten() {
    TransitionKey key = new TransitionKey(12, 3, 7, "a-b-c");
    assertEquals("12:3:7:a-b-c", key.toString());
    assertEquals(Optional.of(key), TransitionKey.parse("12:3:7:a-b-c"));
    assertEquals(Optional.empty(), TransitionKey.parse("12:3:a-b-c"));
    assertEquals(Optional.empty(), TransitionKey.parse("x:3:7:a"));
  }

  @Test
  void keysAreInTheOrderOfTheirTexts() {
    TransitionKey one = new TransitionKey(1, 3, 0, "a");
    TransitionKey two = new TransitionKey(2, 3, 0, "a");
    assertTrue(one.compareTo(two) < 0);
    assertTrue(two.compareTo(one) > 0);
    assertEquals(0, one.compareTo(new TransitionKey(1, 3, 0, "a")));
  }
}
