package io.systole.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What goes between nodes is packed where it is long, and unpacked within bounds. */
final class PackingTest {

  private static final int MOST = 1_000_000;

  @Property(tries = 200)
  void whatIsPackedIsUnpacked(@ForAll @IntRange(max = 20_000) int length, @ForAll long seed)
      throws IOException {
    byte[] message = text(length, seed);
    assertArrayEquals(message, Packing.unpack(Packing.pack(message), MOST));
  }

  @Test
  void longMessagesShrinkAndShortOnesStay() {
    byte[] longer = text(100_000, 1);
    assertTrue(Packing.pack(longer).length < longer.length / 3);
    byte[] shorter = text(Packing.LEAST_BYTES - 1, 1);
    assertSame(shorter, Packing.pack(shorter));
    byte[] random = new byte[10_000];
    new Random(7).nextBytes(random);
    assertSame(random, Packing.pack(random));
    assertFalse(Packing.isPacked(shorter));
  }

  @Test
  void aBombIsCutOff() {
    byte[] bomb = Zstd.compress(new byte[50_000_000]);
    assertTrue(bomb.length < 10_000);
    assertThrows(IOException.class, () -> Packing.unpack(bomb, MOST));
  }

  @Property(tries = 1000)
  void aDamagedMessageIsUnpackedOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] whole = Packing.pack(text(5000, seed));
    byte[] bytes = Arrays.copyOf(whole, 4 + random.nextInt(whole.length));
    for (int i = random.nextInt(5); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      assertTrue(Packing.unpack(bytes, MOST).length <= MOST);
    } catch (IOException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("<said group='cib' serial='1'>");
    while (text.length() < length) {
      text.append("<node id='").append(random.nextInt(1000)).append("' uname='node'/>");
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
  }
}
