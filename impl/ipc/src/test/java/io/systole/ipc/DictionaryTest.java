package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdDictTrainer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The dictionary is what training makes of the samples. With {@code
 * -Dsystole.dictionary.write=true} it is written anew; then it has another id, and builds that have
 * the old one speak plainly with those that have the new one.
 */
final class DictionaryTest {

  private static final Path SAMPLES = Path.of("src/dictionary/samples.xml.txt");
  private static final Path DICTIONARY = Path.of("src/main/resources/io/systole/ipc/words.zdict");
  private static final int BYTES = 16 << 10;

  @Test
  void itIsTrainedOnTheSamples() throws Exception {
    byte[] trained = train(Files.readAllLines(SAMPLES));
    if (Boolean.getBoolean("systole.dictionary.write")) {
      Files.write(DICTIONARY, trained);
    }
    assertArrayEquals(
        Files.readAllBytes(DICTIONARY),
        trained,
        "run DictionaryTest with -Dsystole.dictionary.write=true and commit " + DICTIONARY);
  }

  /** It helps messages that it was not trained on: here it is trained on every other. */
  @Test
  void itHelpsWithMessagesThatItHasNotSeen() throws Exception {
    List<String> all = Files.readAllLines(SAMPLES);
    List<String> seen = all.stream().filter(line -> line.hashCode() % 2 == 0).toList();
    Zstandard trained = Zstandard.with(train(seen));
    long plain = 0;
    long packed = 0;
    for (String line : all) {
      if (line.hashCode() % 2 != 0 && line.length() >= Zstandard.LEAST_BYTES) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        plain += bytes.length;
        packed += trained.pack(bytes).length;
      }
    }
    assertTrue(packed * 3 < plain, plain + " became " + packed);
  }

  private static byte[] train(List<String> samples) {
    int size = samples.stream().mapToInt(line -> 4 * line.length()).sum();
    ZstdDictTrainer trainer = new ZstdDictTrainer(size, BYTES, Zstandard.LEVEL);
    for (String sample : samples) {
      assertTrue(trainer.addSample(sample.getBytes(StandardCharsets.UTF_8)));
    }
    return trainer.trainSamples();
  }
}
