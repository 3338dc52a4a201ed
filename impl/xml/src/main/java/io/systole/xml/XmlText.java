package io.systole.xml;

/** The characters that can stand in XML at all, escaped or not. */
final class XmlText {

  private static final char REPLACEMENT = '\uFFFD';

  private XmlText() {}

  /**
   * {@code value} with U+FFFD for each character that can't stand in XML. Elements hold nothing
   * else, so that what is read equals what was written, to the digest.
   */
  static String cleaned(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isPlain(c)) {
        return cleanedFrom(i, value);
      }
    }
    return value;
  }

  private static String cleanedFrom(int start, String value) {
    StringBuilder out = new StringBuilder(value.length()).append(value, 0, start);
    int i = start;
    while (i < value.length()) {
      char c = value.charAt(i);
      boolean pair = i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1));
      if (pair) {
        out.append(c).append(value.charAt(i + 1));
      } else {
        out.append(isPlain(c) ? c : REPLACEMENT);
      }
      i += pair ? 2 : 1;
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 0x20
        ? !Character.isSurrogate(c) && c < 0xFFFE
        : c == '\t' || c == '\n' || c == '\r';
  }
}
