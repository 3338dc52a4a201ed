package io.systole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerBenchTest {

  @ParameterizedTest
  @CsvSource({"3, 3, 3, 3", "3 1 2, 1, 2, 3", "4 1 3 2, 1, 2, 4"})
  void theMedianIsTheOneInTheMiddle(String seconds, double least, double median, double most) {
    Samples samples =
        Samples.of(
            ImmutableList.copyOf(seconds.split(" ", -1)).stream().map(Double::valueOf).toList());
    assertEquals(least, samples.least());
    assertEquals(median, samples.median());
    assertEquals(most, samples.most());
  }

  @Test
  void nothingMeasuredHasNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> Samples.of(ImmutableList.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8x100", "8x-cold", "axb-cold", "8x100-cold-x"})
  void whatIsNoRungIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Ladder.Rung.parse(text));
  }

  @Test
  void aRungKeepsItsName() {
    assertEquals(new Ladder.Rung(8, 100, "cold"), Ladder.Rung.parse("8x100-cold"));
    assertEquals("8x100-cold", Ladder.Rung.parse("8x100-cold").name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast", "--runs", "--runs 0", "--rungs 8", "--fast yes"})
  void wrongOptionsAreRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(line.split(" ", -1)));
  }

  @Test
  void thePeersTimesAreAddedAndDivided() throws IOException {
    String said =
        """
        Timings:
          * Testing a/b.xml ... 0.12 secs
          * Testing a/c.xml ... 1.28 secs
        peak 78000 0
        """;
    assertEquals(new PeerRun.Result(0.7, 78), PeerRun.read(said, 2));
    assertThrows(IOException.class, () -> PeerRun.read("peak 78000 0\n", 1));
    assertThrows(IOException.class, () -> PeerRun.read(said.replace("78000 0", "78000 1"), 1));
  }

  @Test
  void growthIsBesideTheGrowthOfTheCluster() {
    Measurement small = measurement("8 x 100 cold", 800, 0.1, Optional.of(0.2));
    Measurement great = measurement("16 x 200 cold", 3200, 0.8, Optional.of(3.2));
    assertEquals(2, Measurement.growth(small, great), 1e-9);
    assertEquals(4, Measurement.peerGrowth(small, great).orElseThrow(), 1e-9);
    assertTrue(Measurement.peerGrowth(small, measurement("", 1, 1, Optional.empty())).isEmpty());

    String[] lines = BenchTable.of(ImmutableList.of(small, great)).split("\n", -1);
    assertEquals(5, lines.length);
    assertTrue(lines[2].startsWith("| 8 x 100 cold | 0.10 | "), lines[2]);
    assertTrue(lines[3].contains(" | 4.0 | 2.0 | 4.0 | "), lines[3]);
  }

  private static Measurement measurement(
      String name, long size, double seconds, Optional<Double> peer) {
    return new Measurement(
        new Workload(name, "cold", size, Path.of("."), ImmutableList.of(Path.of("x.xml"))),
        0.01,
        Samples.of(ImmutableList.of(seconds)),
        1,
        2,
        peer.map(s -> Samples.of(ImmutableList.of(s))),
        3);
  }
}
