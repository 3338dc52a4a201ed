package io.systole.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages documents: here and there a little, or as whole with the oldest tricks. */
final class Mutator {

  private static final int MOST_DAMAGES = 8;
  private static final int MOST_REPEATS = 3_000;

  private static final ImmutableList<String> TOKENS =
      ImmutableList.of(
          "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]>",
          "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
          "&x;",
          "&amp;",
          "&#0;",
          "&#x10FFFF;",
          "&#xFFFFFFFFFF;",
          "<![CDATA[",
          "]]>",
          "<!--",
          "-->",
          "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
          "<?xml version=\"1.1\"?>",
          "<?x ",
          "<",
          ">",
          "/>",
          "</",
          "=\"\"",
          "'",
          "\"",
          "\u0000",
          "\uFFFE",
          "\uD83D\uDE00",
          " id=\"same\" id=\"same\"",
          " xmlns:a=\"b\" a:c=\"d\"",
          "-9223372036854775809",
          "INFINITY",
          "//*[@id='",
          "[position()=1]");

  private static final ImmutableList<Charset> CHARSETS =
      ImmutableList.of(
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_32,
          StandardCharsets.ISO_8859_1);

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  <T> T oneOf(ImmutableList<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A damaged document. */
  byte[] damage(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> document.getBytes(oneOf(CHARSETS));
      case 1 -> around(bytes, "<a>", "</a>");
      case 2 -> around(bytes, "<a>", "");
      case 3 -> wide();
      case 4 -> manyAttributes();
      case 5 -> bytes;
      default -> here(bytes);
    };
  }

  /** A damaged text. */
  String damageText(String text) {
    return new String(here(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  /** Random bytes. */
  byte[] noise(int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] here(byte[] original) {
    byte[] bytes = original;
    for (int i = 1 + random.nextInt(MOST_DAMAGES); i > 0; i--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(40));
    byte[] left = Arrays.copyOf(bytes, at);
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    byte[] after = Arrays.copyOfRange(bytes, end, bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Bytes.concat(left, oneOf(TOKENS).getBytes(StandardCharsets.UTF_8), rest);
      case 1 -> Bytes.concat(left, after);
      case 2 -> Bytes.concat(left, Arrays.copyOfRange(bytes, at, end), rest);
      case 3 -> Bytes.concat(left, noise(9), after);
      case 4 -> bytes.length == 0 ? bytes : flipped(bytes);
      default -> Bytes.concat(left, oneOf(TOKENS).getBytes(StandardCharsets.UTF_8), after);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] other = bytes.clone();
    other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    return other;
  }

  private byte[] around(byte[] inner, String before, String after) {
    int times = random.nextInt(MOST_REPEATS);
    return Bytes.concat(
        before.repeat(times).getBytes(StandardCharsets.UTF_8),
        inner,
        after.repeat(times).getBytes(StandardCharsets.UTF_8));
  }

  private byte[] wide() {
    int times = random.nextInt(MOST_REPEATS);
    return ("<a>" + "<b c='1'/>".repeat(times) + "</a>").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] manyAttributes() {
    StringBuilder element = new StringBuilder("<a");
    for (int i = random.nextInt(MOST_REPEATS); i > 0; i--) {
      element.append(" b").append(i).append("='").append(i).append('\'');
    }
    return element.append("/>").toString().getBytes(StandardCharsets.UTF_8);
  }
}
