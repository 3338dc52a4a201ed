package io.systole.ipc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Zstandard with a dictionary of our own words, without which a short message would not shrink. The
 * codec's name has the dictionary's id: two builds that have different dictionaries do not agree on
 * it, and speak plainly. A frame says both by itself, by its magic number and the id in its header.
 * Safe to use from any thread.
 */
public final class Zstandard {

  /** Shorter payloads stay plain: they would gain less than it costs. */
  public static final int LEAST_BYTES = 256;

  /** What compresses our messages about as well as higher levels, at many times their speed. */
  public static final int LEVEL = 3;

  private static final String DICTIONARY = "words.zdict";
  private static final int MAGIC = 0xFD2FB528;

  /** Frames of so little are unpacked at once, which is quicker. */
  private static final int SMALL_BYTES = 64 << 10;

  /** At most 8 MB have to be remembered to unpack a frame. */
  private static final int MOST_WINDOW_LOG = 23;

  /** Loaded for the first compressed message, and not in processes that speak plainly. */
  private static final Supplier<Zstandard> SHARED = Suppliers.memoize(Zstandard::load);

  private final int id;
  private final ZstdDictCompress packing;
  private final ZstdDictDecompress unpacking;

  private Zstandard(byte[] dictionary) {
    this.id = Math.toIntExact(Zstd.getDictIdFromDict(dictionary));
    this.packing = new ZstdDictCompress(dictionary, LEVEL);
    this.unpacking = new ZstdDictDecompress(dictionary);
  }

  /** With this build's dictionary. */
  public static Zstandard shared() {
    return SHARED.get();
  }

  /** With another dictionary, as {@code zstd --train} makes it. */
  public static Zstandard with(byte[] dictionary) {
    return new Zstandard(dictionary);
  }

  /** The codec's name in a hello. */
  public String name() {
    return "zstd-" + Integer.toHexString(id);
  }

  public byte[] pack(byte[] plain) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context.loadDict(packing).compress(plain);
    }
  }

  /**
   * The content of a frame. A long one is unpacked while it is read, so that what it takes grows
   * with what is read of it, and not with what it says that it has.
   *
   * @throws IOException if it is no frame of this dictionary
   */
  public InputStream unpack(byte[] packed) throws IOException {
    if (!isFrame(packed)) {
      throw new IOException("a payload is no Zstandard frame");
    }
    long dictionary = Zstd.getDictIdFromFrame(packed);
    if (dictionary != id) {
      throw new IOException(
          "a payload needs the dictionary "
              + Long.toHexString(dictionary)
              + ", and this is "
              + Integer.toHexString(id));
    }
    long size = Zstd.getFrameContentSize(packed);
    return size > 0 && size <= SMALL_BYTES
        ? new ByteArrayInputStream(unpackedAtOnce(packed, Math.toIntExact(size)))
        : stream(packed);
  }

  private byte[] unpackedAtOnce(byte[] packed, int size) throws IOException {
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      return context.loadDict(unpacking).decompress(packed, size);
    } catch (ZstdException e) {
      throw new IOException("a Zstandard frame is damaged: " + e.getMessage(), e);
    }
  }

  private InputStream stream(byte[] packed) throws IOException {
    return new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed))
        .setDict(unpacking)
        .setLongMax(MOST_WINDOW_LOG);
  }

  private static boolean isFrame(byte[] packed) {
    return packed.length > 4
        && ((packed[3] & 0xFF) << 24
                | (packed[2] & 0xFF) << 16
                | (packed[1] & 0xFF) << 8
                | (packed[0] & 0xFF))
            == MAGIC;
  }

  private static Zstandard load() {
    try (InputStream in = Zstandard.class.getResourceAsStream(DICTIONARY)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the dictionary " + DICTIONARY);
      }
      return new Zstandard(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the dictionary " + DICTIONARY + " can't be read", e);
    }
  }
}
