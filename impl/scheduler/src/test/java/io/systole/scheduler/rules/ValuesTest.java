package io.systole.scheduler.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "+7, 7",
    "-7, -7",
    "' \t\n 42', 42",
    "12abc, 12",
    "-0x, 0",
    "999999999999999999, 999999999999999999",
    "1234567890123456789, 123456789012345678"
  })
  void theNumberAtTheStartIsRead(String text, long number) {
    assertEquals(OptionalLong.of(number), Values.leadingNumber(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-", "+", "+-1", "a1", "--1", "\u00a01", "\u0661"})
  void whatDoesNotStartWithANumberIsNone(String text) {
    assertEquals(OptionalLong.empty(), Values.leadingNumber(text));
    assertEquals(-3, Values.integer(text, -3));
    assertEquals(-3, Values.integer(Optional.of(text), -3));
  }

  @ParameterizedTest
  @CsvSource({"5000000000, 2147483647", "-5000000000, -2147483648", "12, 12"})
  void anIntegerIsKeptWithinItsBounds(String text, int number) {
    assertEquals(number, Values.integer(text, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000",
    "10s, 10000",
    "' 10 s ', 10000",
    "10sec, 10000",
    "10 MS, 10",
    "10msec, 10",
    "1500us, 1",
    "2m, 120000",
    "2min, 120000",
    "1h, 3600000",
    "1hr, 3600000",
    "-5s, -5000",
    "PT1M, 60000"
  })
  void aSpanHasAUnit(String text, long millis) {
    assertEquals(OptionalLong.of(millis), Values.millis(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "10 parsecs", "10s 5", "1_0", "1234567890123456s"})
  void whatIsNoSpanIsNone(String text) {
    assertEquals(OptionalLong.empty(), Values.millis(text));
    assertEquals(9, Values.millis(Optional.of(text), 9));
  }
}
