package io.systole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.CibException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CibBenchTest {

  @ParameterizedTest
  @EnumSource
  void aRowTellsWhatWasMeasured(CibBench.What what) throws CibException {
    CibBench.Row row = CibBench.measure(what, 100_000, 0.05);
    assertTrue(row.bytes() > 80_000 && row.bytes() < 120_000, row::toString);
    assertTrue(row.changesPerSecond() > 0 && row.patchMicros() > 0, row::toString);
    assertEquals(8, row.line().chars().filter(c -> c == '|').count() + 1, row::line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast 1", "--seconds", "--seconds long"})
  void wrongOptionsAreRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> CibBench.main(line.split(" ", -1)));
  }
}
