package io.systole.xml;

import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * 128 bits of SHA-256 that stand for a subtree: equal digests mean equal subtrees. Attributes count
 * in the order of their names, children in their own order (many of them in groups), white space
 * outside of text not at all.
 */
public record Digest(long high, long low) {

  private static final HashFunction SHA_256 = Hashing.sha256();

  static Digest of(Element element) {
    Hasher hasher = SHA_256.newHasher();
    put(hasher, element.name());
    String[] names = element.attributes().keySet().toArray(new String[0]);
    Arrays.sort(names);
    hasher.putInt(names.length);
    for (String name : names) {
      put(hasher, name);
      put(hasher, element.attribute(name, ""));
    }
    put(hasher, element.text());
    hasher.putInt(element.children().size());
    if (element.children().size() > ManyChildren.FEW) {
      element.many().digest().putInto(hasher);
    } else {
      element.children().forEach(child -> child.digest().putInto(hasher));
    }
    return of(hasher.hash());
  }

  static Hasher hasher() {
    return SHA_256.newHasher();
  }

  void putInto(Hasher hasher) {
    hasher.putLong(high).putLong(low);
  }

  /** The digest of bytes, for what is stored or sent as a whole. */
  public static Digest of(byte[] bytes) {
    return of(SHA_256.hashBytes(bytes));
  }

  static Digest of(HashCode hash) {
    byte[] bytes = hash.asBytes();
    return new Digest(
        Longs.fromByteArray(bytes), Longs.fromByteArray(Arrays.copyOfRange(bytes, 8, 16)));
  }

  /** Length before content, so that no two sequences of strings read the same. */
  private static void put(Hasher hasher, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }

  /** Reads what {@link #toString} writes. */
  public static Optional<Digest> parse(String text) {
    if (text.length() != 32 || !text.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    return Optional.of(
        new Digest(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32)));
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
