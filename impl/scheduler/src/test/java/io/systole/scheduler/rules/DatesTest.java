package io.systole.scheduler.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-02, 86400",
    "1970-002, 86400",
    "1970-01-01 00:00:10 +00:00, 10",
    "1970-01-01T01:00:00+01:00, 0",
    "1970-W01-1, -259200",
    "epoch:5, 5",
  })
  void readsIso8601(String text, long seconds) {
    assertEquals(OptionalLong.of(seconds), Dates.parse(text));
  }

  @Test
  void refusesWhatIsNoDate() {
    assertTrue(Dates.parse("2020-02-30").isEmpty());
    assertTrue(Dates.parse("tomorrow").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"20, 20000", "20s, 20000", "500ms, 500", "2min, 120000", "PT1H, 3600000"})
  void readsSpans(String text, long millis) {
    assertEquals(OptionalLong.of(millis), Values.millis(text));
  }
}
