package io.systole.daemons.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Frames as the field's tools send them. */
final class FieldFramesTest {

  /** What cibadmin sent first, up to the password. */
  private static final String LOGIN_HEADER =
      "bddbdaba0100000001000000000000000000000000000000" + "7e000000280000000000000056000000";

  private static final String LOGIN =
      "<cib_command op=\"authenticate\" user=\"hacluster\" password=\"secret\""
          + " hidden=\"password\"/>\0";

  @Test
  void aLoginOfAToolIsRead() throws Exception {
    Element login = read(login()).orElseThrow();
    assertEquals("hacluster", login.attribute("user", ""));
    assertEquals("secret", login.attribute("password", ""));
  }

  @Test
  void whatIsWrittenIsWhatAToolSends() throws Exception {
    Element login = read(login()).orElseThrow();
    assertEquals(HexFormat.of().formatHex(login()), HexFormat.of().formatHex(written(login)));
  }

  @Test
  void theOtherOrderOfBytesIsReadToo() throws Exception {
    ByteBuffer little = ByteBuffer.wrap(login()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.wrap(login()).order(ByteOrder.BIG_ENDIAN);
    for (int at = 0; at < FieldFrames.HEADER; at += 4) {
      big.putInt(at, little.getInt(at));
    }
    assertEquals("hacluster", read(big.array()).orElseThrow().attribute("user", ""));
  }

  @Test
  void anEndBetweenFramesIsAnEnd() throws Exception {
    assertEquals(Optional.empty(), read(new byte[0]));
  }

  @Test
  void aFrameThatAnnouncesTooMuchIsRefused() {
    ByteBuffer frame = ByteBuffer.wrap(login()).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(24, Integer.MAX_VALUE).putInt(36, Integer.MAX_VALUE - FieldFrames.HEADER);
    IOException refused = assertThrows(IOException.class, () -> read(frame.array()));
    assertTrue(String.valueOf(refused.getMessage()).contains("not accepted"));
  }

  /** Whatever comes, it is read or refused, and what is read can be written. */
  @Property(tries = 2000)
  void anyBytesAreReadOrRefused(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] bytes = Arrays.copyOf(login(), random.nextInt(login().length + 1));
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      Optional<Element> read = read(bytes);
      if (read.isPresent()) {
        byte[] again = written(read.get());
        assertEquals(Xml.write(read.get()), Xml.write(read(again).orElseThrow()));
      }
    } catch (IOException e) {
      assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
    }
  }

  private static Optional<Element> read(byte[] bytes) throws IOException {
    return FieldFrames.read(new ByteArrayInputStream(bytes), XmlLimits.MESSAGE);
  }

  private static byte[] written(Element message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FieldFrames.write(out, 1, message);
    return out.toByteArray();
  }

  private static byte[] login() {
    byte[] header = HexFormat.of().parseHex(LOGIN_HEADER);
    byte[] text = LOGIN.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(header, header.length + text.length);
    System.arraycopy(text, 0, all, header.length, text.length);
    return all;
  }
}
