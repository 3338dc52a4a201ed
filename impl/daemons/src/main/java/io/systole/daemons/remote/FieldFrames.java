package io.systole.daemons.remote;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Frames of the field's remote protocol. A header of 40 bytes in the sender's byte order: a mark
 * that tells that order, the version, the sender's count (8 bytes), flags (8 bytes), the size of
 * the whole, where the payload begins, its compressed size (0 if it is plain), its plain size. Then
 * XML that ends with a zero byte.
 */
final class FieldFrames {

  static final int HEADER = 40;

  private static final int MARK = 0xBADADBBD;
  private static final int VERSION = 1;
  private static final int CHUNK = 32 << 10;

  private FieldFrames() {}

  /**
   * The next message; empty if the peer has ended the conversation.
   *
   * @throws IOException if it is no frame, too long, or no XML
   */
  static Optional<Element> read(InputStream in, XmlLimits limits) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER) {
      throw new EOFException("the connection ended in a header");
    }
    byte[] payload = payload(in, fields(header), limits);
    int length = payload.length;
    while (length > 0 && payload[length - 1] == 0) {
      length--;
    }
    try {
      return Optional.of(Xml.parse(Arrays.copyOf(payload, length), limits));
    } catch (XmlException e) {
      throw new IOException("a message is not accepted: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a message, in the order of bytes that nearly all machines have. Header and payload are
   * two writes and so two records of TLS: the field's tools wait for the socket between them, and
   * would not see a payload that came in the header's record.
   */
  static void write(OutputStream out, long count, Element message) throws IOException {
    byte[] text = Xml.write(message).getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MARK).putInt(VERSION).putLong(count).putLong(0);
    header.putInt(HEADER + text.length + 1).putInt(HEADER).putInt(0).putInt(text.length + 1);
    out.write(header.array());
    out.write(Arrays.copyOf(text, text.length + 1));
    out.flush();
  }

  private static ByteBuffer fields(byte[] header) throws IOException {
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (fields.getInt(0) != MARK) {
      fields.order(ByteOrder.BIG_ENDIAN);
    }
    if (fields.getInt(0) != MARK) {
      throw new IOException("this is no frame of the field's remote protocol");
    }
    return fields;
  }

  private static byte[] payload(InputStream in, ByteBuffer fields, XmlLimits limits)
      throws IOException {
    int total = fields.getInt(24);
    int offset = fields.getInt(28);
    int compressed = fields.getInt(32);
    int plain = fields.getInt(36);
    if (compressed != 0) {
      throw new IOException("compressed payloads are not spoken here");
    }
    boolean fits = offset == HEADER && plain > 0 && plain - 1 <= limits.maxBytes();
    if (!fits || total != HEADER + plain) {
      throw new IOException("a frame of " + total + " bytes with " + plain + " is not accepted");
    }
    return readGrowing(in, plain);
  }

  /** Memory grows with what has arrived, and not with what was announced. */
  private static byte[] readGrowing(InputStream in, int length) throws IOException {
    byte[] have = new byte[Math.min(length, CHUNK)];
    int count = 0;
    DataInputStream data = new DataInputStream(in);
    while (count < length) {
      if (count == have.length) {
        have = Arrays.copyOf(have, (int) Math.min(length, 2L * have.length));
      }
      int more = have.length - count;
      data.readFully(have, count, more);
      count += more;
    }
    return have;
  }
}
