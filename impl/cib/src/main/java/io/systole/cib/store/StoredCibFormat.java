package io.systole.cib.store;

import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.EpochCodec;
import io.systole.cib.StoredCib;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a file of a stored CIB looks like: {@code <stored-cib>} around {@code <cib>}, and as the
 * last line a comment with the digest of all bytes before it. Digest and content are one file, so
 * that neither can be of another time than the other.
 */
final class StoredCibFormat {

  private static final String ROOT = "stored-cib";
  private static final String TRAILER_START = "<!-- digest ";
  private static final String TRAILER_END = " -->\n";
  private static final int TRAILER_LENGTH = TRAILER_START.length() + 32 + TRAILER_END.length();

  private StoredCibFormat() {}

  static byte[] write(StoredCib stored) {
    Element.Builder root = Element.builder(ROOT);
    EpochCodec.write(stored.term(), "term", "term-coordinator", root);
    EpochCodec.write(stored.seen(), "seen", "seen-coordinator", root);
    String document = Xml.writeIndented(root.child(stored.cib().root()).build());
    byte[] content = document.getBytes(StandardCharsets.UTF_8);
    byte[] trailer = trailer(content);
    byte[] file = Arrays.copyOf(content, content.length + trailer.length);
    System.arraycopy(trailer, 0, file, content.length, trailer.length);
    return file;
  }

  /** Reads a file; the exception says why it is damaged. */
  static StoredCib read(byte[] file) throws CibException {
    int end = file.length - TRAILER_LENGTH;
    if (end < 0) {
      throw new CibException(0, "it has only " + file.length + " bytes, so its end is missing");
    }
    byte[] content = Arrays.copyOf(file, end);
    if (!Arrays.equals(trailer(content), Arrays.copyOfRange(file, end, file.length))) {
      throw new CibException(0, "its content does not have the digest that stands at its end");
    }
    try {
      Element root = Xml.parse(content, XmlLimits.FILE);
      if (!root.is(ROOT) || root.children().size() != 1) {
        throw new CibException(root.line(), "it does not hold one CIB in <" + ROOT + ">");
      }
      return new StoredCib(
          Cib.of(root.children().getFirst()),
          EpochCodec.read(root, "term", "term-coordinator"),
          EpochCodec.read(root, "seen", "seen-coordinator"));
    } catch (XmlException e) {
      throw new CibException(0, "it is not well-formed: " + e.getMessage());
    }
  }

  private static byte[] trailer(byte[] content) {
    return (TRAILER_START + Digest.of(content) + TRAILER_END).getBytes(StandardCharsets.UTF_8);
  }
}
