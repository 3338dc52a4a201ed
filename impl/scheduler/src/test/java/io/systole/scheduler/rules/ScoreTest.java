package io.systole.scheduler.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {

  @ParameterizedTest
  @CsvSource({
    "1, 2, 3",
    "1000000, -5, 1000000",
    "-1000000, 1000000, -1000000",
    "999999, 2, 1000000",
    "-999999, -2, -1000000",
  })
  void infinityAbsorbsAndTheNegativeWins(int a, int b, int sum) {
    assertEquals(sum, Score.add(a, b));
    assertEquals(sum, Score.add(b, a));
  }

  @ParameterizedTest
  @CsvSource({"INFINITY, 1000000", "-INFINITY, -1000000", "+inf, 1000000", "12, 12", "x, 7"})
  void readsWhatTheFieldWrites(String text, int score) {
    assertEquals(score, Score.parse(text, 7));
  }
}
