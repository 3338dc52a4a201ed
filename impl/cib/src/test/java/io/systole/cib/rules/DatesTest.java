package io.systole.cib.rules;

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
  @CsvSource({"PT1H, 3600", "P1D, 86400", "P1W, 604800", "PT1M30S, 90"})
  void readsSpans(String text, long seconds) {
    assertEquals(OptionalLong.of(seconds), Dates.parseSpan(text));
  }
}
