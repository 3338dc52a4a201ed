package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are compressed, and those that are not. */
@Timeout(30)
final class CompressionTest {

  private static final XmlLimits LIMITS = new XmlLimits(100_000, 8, 16, 1000);

  @TempDir private Path folder;

  @Test
  void bothSidesAgreeAndUnderstand() throws Exception {
    try (EchoServer server = new EchoServer(folder, IpcLimits.DEFAULT);
        IpcClient client =
            IpcClient.connect(ClientOptions.of(server.socket, "test", "b").withCompression())) {
      for (int size : new int[] {0, 3, 30, 3000}) {
        Element body = body(size);
        assertEquals(body, client.request(body));
      }
      assertTrue(server.serves(), "one that speaks plainly is served beside");
    }
  }

  /** What was agreed on is what goes over the socket, both ways. */
  @Test
  void whatIsAgreedOnIsDone() throws Exception {
    Element body = body(3000);
    long plain = Xml.write(body).length();
    try (EchoServer server = new EchoServer(folder, IpcLimits.DEFAULT)) {
      assertTrue(passing(server, body, true) < plain / 4);
      assertTrue(passing(server, body, false) > 2 * plain);
    }
  }

  private long passing(EchoServer server, Element body, boolean compressed) throws Exception {
    Path own = Files.createDirectory(folder.resolve(compressed ? "c" : "p"));
    try (CountingRelay relay = new CountingRelay(own, server.socket)) {
      ClientOptions options = ClientOptions.of(relay.socket, "test", "b");
      try (IpcClient client = IpcClient.connect(compressed ? options.withCompression() : options)) {
        assertEquals(body, client.request(body));
      }
      return relay.toServer.get() + relay.toClient.get();
    }
  }

  @Test
  void theServerTakesTheFirstThatItKnows() throws Exception {
    try (EchoServer server = new EchoServer(folder, IpcLimits.DEFAULT)) {
      assertEquals("none", chosen(server, "none " + Zstandard.shared().name()));
      assertEquals(Zstandard.shared().name(), chosen(server, Zstandard.shared().name() + " none"));
      assertEquals("none", chosen(server, "zstd-1 rot13 none"));
      assertEquals("refused", chosen(server, "zstd-1"));
    }
  }

  @Test
  void aCompressedFrameThatWasNotAgreedOnIsRefused() throws Exception {
    try (EchoServer server = new EchoServer(folder, IpcLimits.DEFAULT);
        RawPeer peer = RawPeer.greeted(server.socket)) {
      peer.write(Codec.ZSTANDARD.frame(Words.request(1, body(30))).array());
      Element last = peer.lastWords();
      assertTrue(last.attribute("reason", "").contains("agreed was none"), last::toString);
      assertTrue(server.serves());
    }
  }

  @Test
  void whatIsShortStaysPlain() {
    assertEquals(0, Codec.ZSTANDARD.frame(Element.of("ping")).get(4));
    assertEquals(1, Codec.ZSTANDARD.frame(body(30)).get(4));
    assertEquals(0, Codec.NONE.frame(body(30)).get(4));
  }

  @Test
  void aFrameOfAnotherDictionaryIsRefused() {
    byte[] other = Zstd.compress("<a/>".repeat(100).getBytes(StandardCharsets.UTF_8));
    IpcException refused =
        assertThrows(IpcException.class, () -> Codec.ZSTANDARD.unpack(1, other, LIMITS));
    assertTrue(refused.error().reason().contains("needs the dictionary 0"));
  }

  /** What a little frame becomes is bounded by the limits of a message. */
  @Test
  void aBombIsCutOff() {
    byte[] bomb =
        Zstandard.shared()
            .pack(("<a b='" + "x".repeat(50_000_000) + "'/>").getBytes(StandardCharsets.UTF_8));
    assertTrue(bomb.length < 10_000);
    IpcException refused =
        assertThrows(IpcException.class, () -> Codec.ZSTANDARD.unpack(1, bomb, LIMITS));
    assertTrue(refused.error().reason().contains("more than 100000 bytes"));
  }

  @Property(tries = 3000)
  void aDamagedFrameIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] whole = Zstandard.shared().pack(Xml.write(body(30)).getBytes(StandardCharsets.UTF_8));
    byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
    for (int i = random.nextInt(5); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      assertEquals(1, Codec.ZSTANDARD.unpack(1, bytes, LIMITS).children().size());
    } catch (IpcException e) {
      assertEquals("malformed", e.error().code());
    }
  }

  private static String chosen(EchoServer server, String codecs) throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      peer.say(Words.hello("raw", "b", Codec.NONE).with("codecs", codecs));
      Element answer = peer.hear().orElseThrow();
      return answer.attribute("codec", answer.name());
    }
  }

  private static Element body(int nodes) {
    Element.Builder body = Element.builder("echo");
    Element.Builder inner = Element.builder("nodes");
    for (int i = 0; i < nodes; i++) {
      inner.child(Element.of("node", "id", "" + i, "uname", "node" + i));
    }
    return body.child(inner.build()).build();
  }

  @Test
  void unpackingIsWritingBackwards() throws Exception {
    byte[] packed = Zstandard.shared().pack(Xml.write(body(99)).getBytes(StandardCharsets.UTF_8));
    assertEquals(body(99), Xml.parse(Zstandard.shared().unpack(packed), XmlLimits.MESSAGE));
  }
}
