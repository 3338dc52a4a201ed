package io.systole.cluster;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Long messages between nodes are compressed by Zstandard. A message says by its first bytes
 * whether it is: no XML begins as Zstandard's frames do. No dictionary is used, so that nodes need
 * not agree on one; long messages shrink nearly as well without.
 */
public final class Packing {

  /** Shorter messages stay plain: what is saved is less than an engine's own frames take. */
  public static final int LEAST_BYTES = 2048;

  private static final int LEVEL = 3;

  /** At most 8 MB have to be remembered to unpack a message. */
  private static final int MOST_WINDOW_LOG = 23;

  private static final byte[] MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};

  private Packing() {}

  /** The bytes that go over the engine. */
  public static byte[] pack(byte[] message) {
    if (message.length < LEAST_BYTES) {
      return message;
    }
    byte[] packed = Zstd.compress(message, LEVEL);
    return packed.length < message.length ? packed : message;
  }

  /**
   * The message that came over the engine.
   *
   * @param most bytes that it may have; memory grows with what is unpacked, and not with what was
   *     announced
   * @throws IOException if it is damaged, or longer
   */
  public static byte[] unpack(byte[] bytes, int most) throws IOException {
    if (!isPacked(bytes)) {
      return bytes;
    }
    try (InputStream plain =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(bytes))
            .setLongMax(MOST_WINDOW_LOG)) {
      byte[] message = plain.readNBytes(most + 1);
      if (message.length > most) {
        throw new IOException(
            "a packed message has more than " + most + " bytes, the most allowed");
      }
      return message;
    }
  }

  static boolean isPacked(byte[] bytes) {
    if (bytes.length < MAGIC.length) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }
}
