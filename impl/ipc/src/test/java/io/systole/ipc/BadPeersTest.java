package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client does, it hears why it is cut off, and others are served meanwhile. */
@Timeout(30)
class BadPeersTest {

  private static final int MAX_CONNECTIONS = 16;
  private static final int MAX_IN_FLIGHT = 4;
  private static final int MAX_QUEUED = 32;

  private static final IpcLimits LIMITS =
      new IpcLimits(
          MAX_CONNECTIONS,
          MAX_IN_FLIGHT,
          MAX_QUEUED,
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          new XmlLimits(1 << 20, 32, 64, 1_000));

  private static final String BOMB =
      """
      <!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><request id="1"><echo of="&d;"/></request>
      """;

  @TempDir private Path folder;
  private EchoServer server;

  @BeforeEach
  void open() throws IpcException {
    server = new EchoServer(folder, LIMITS);
  }

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<Arguments> badBytes() {
    byte[] garbage = new byte[100_000];
    new Random(7).nextBytes(garbage);
    byte[] text = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] halfHeader = {0, 0};
    byte[] halfFrame = RawPeer.frame("<request id='1'><echo/></request>");
    return Stream.of(
        Arguments.of("garbage", garbage, "frame-length"),
        Arguments.of("another protocol", text, "frame-length"),
        Arguments.of("a length of 2 GiB", header(Integer.MIN_VALUE, 0), "frame-length"),
        Arguments.of("a length of 1 GiB", header(1 << 30, 0), "frame-length"),
        Arguments.of("a length of nothing", header(0, 0), "frame-length"),
        Arguments.of("an unknown codec", header(10, 7), "malformed"),
        Arguments.of("half a header", halfHeader, "too-slow"),
        Arguments.of("half a frame", Arrays.copyOf(halfFrame, halfFrame.length - 3), "too-slow"),
        Arguments.of("an entity bomb", RawPeer.frame(BOMB), "malformed"),
        Arguments.of("no XML", RawPeer.frame("no XML"), "malformed"),
        Arguments.of("two elements", RawPeer.frame("<a/><b/>"), "malformed"),
        Arguments.of("a frame without content", header(1, 0), "malformed"),
        Arguments.of("too deep", RawPeer.frame("<a>".repeat(40) + "</a>".repeat(40)), "malformed"),
        Arguments.of("not a request", RawPeer.frame("<echo/>"), "malformed"),
        Arguments.of("a request without id", RawPeer.frame("<request/>"), "malformed"),
        Arguments.of("a request of nothing", RawPeer.frame("<request id='1'/>"), "malformed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBytes")
  void aGreetedPeerSends(String what, byte[] bytes, String code) throws Exception {
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      peer.write(bytes);
      assertTrue(server.serves());
      assertCutOff(peer, code);
    }
    awaitEndOfRawPeer();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBytes")
  void aPeerBeginsWith(String what, byte[] bytes, String code) throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      peer.write(bytes);
      assertTrue(server.serves());
      assertCutOff(peer, code.equals("too-slow") ? "no-hello" : code);
    }
  }

  @Test
  void aPeerSaysNothing() throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      assertTrue(server.serves());
      assertCutOff(peer, "no-hello");
    }
  }

  @Test
  void aPeerEndsInTheMiddleOfAFrame() throws Exception {
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      peer.write(header(100, 0));
      peer.stopWriting();
      assertCutOff(peer, "malformed");
    }
  }

  @Test
  void aHelloIsSmall() throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      peer.write(header(100_000, 0));
      assertCutOff(peer, "frame-length");
    }
  }

  @Test
  void aPeerSpeaksAnotherVersion() throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      peer.say(
          Words.hello("raw", "b", Codec.NONE).with("version-min", "2").with("version-max", "3"));
      Element refused = assertCutOff(peer, "unsupported-version");
      assertTrue(refused.attribute("reason", "").contains("versions 2 to 3"));
      assertTrue(server.serves());
    }
  }

  @Test
  void aPeerKnowsNoCodecOfOurs() throws Exception {
    try (RawPeer peer = RawPeer.connect(server.socket)) {
      peer.say(Words.hello("raw", "b", Codec.NONE).with("codecs", "rot13"));
      assertCutOff(peer, "unsupported-codec");
    }
  }

  @Test
  void moreConnectAreThanAreAllowed() throws Exception {
    List<RawPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < MAX_CONNECTIONS; i++) {
        peers.add(RawPeer.greeted(server.socket));
      }
      IpcException refused = assertThrows(IpcException.class, server::client);
      assertEquals(IpcException.Kind.REFUSED, refused.kind());
      assertEquals("too-many-connections", refused.error().code());
      peers.removeFirst().close();
      Peer _ = server.gone.take();
      assertTrue(server.serves());
    } finally {
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void aFloodOfRequestsHoldsUpItsSenderAlone() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    Thread flood;
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      flood = Thread.ofVirtual().start(() -> flood(peer, sent));
      for (int i = 0; i < MAX_IN_FLIGHT; i++) {
        IpcRequest held = server.held.take();
        assertEquals("hold", held.body().name());
      }
      // None of those is answered, so no more is read, although more was sent.
      assertTrue(server.serves());
      assertTrue(server.held.isEmpty());
      assertTrue(sent.get() >= MAX_IN_FLIGHT);
    }
    flood.join();
  }

  private static void flood(RawPeer peer, AtomicInteger sent) {
    Element body = Element.of("hold", "padding", "x".repeat(10_000));
    try {
      while (true) {
        peer.say(Words.request(sent.incrementAndGet(), body));
      }
    } catch (IOException e) {
      // The flood ends when its connection does.
    }
  }

  @Test
  void aPeerThatAskedMuchAndLeftIsForgotten() throws Exception {
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      for (int i = 0; i <= MAX_IN_FLIGHT; i++) {
        peer.say(Words.request(i, Element.of("hold")));
      }
    }
    for (int i = 0; i < MAX_IN_FLIGHT; i++) {
      server.held.take().reply(Element.of("too-late"));
    }
    awaitEndOfRawPeer();
  }

  @Test
  void aPeerThatDoesNotReadIsCutOff() throws Exception {
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      Peer seen = subscribe(peer);
      Element event = Element.of("news", "padding", "x".repeat(100_000));
      int published = 0;
      while (seen.isOpen()) {
        seen.event(event);
        published++;
        if (published % MAX_QUEUED == 0) {
          assertTrue(server.serves());
        }
      }
      assertTrue(published > MAX_QUEUED, () -> "cut off too early");
      awaitEndOfRawPeer();
    }
  }

  @Test
  void aPeerThatDoesNotReadMissesWhatIsOutOfDate() throws Exception {
    try (RawPeer peer = RawPeer.greeted(server.socket)) {
      Peer seen = subscribe(peer);
      Element padding = Element.of("padding", "value", "x".repeat(10_000));
      int last = 100 * MAX_QUEUED;
      for (int i = 1; i <= last; i++) {
        seen.latest("state", Element.of("state", "number", Integer.toString(i)).plus(padding));
      }
      int heard = 0;
      int number = 0;
      while (number < last) {
        Element event = peer.hear().orElseThrow();
        int next = Integer.parseInt(event.children().getFirst().attribute("number", ""));
        assertTrue(next > number, "in order");
        number = next;
        heard++;
      }
      assertTrue(heard < last, "a reader that is late gets fewer");
      assertTrue(seen.isOpen());
    }
  }

  private Peer subscribe(RawPeer peer) throws IOException, XmlException, InterruptedException {
    peer.say(Words.request(1, Element.of("subscribe")));
    assertTrue(peer.hear().orElseThrow().is("reply"));
    return server.subscribed.take();
  }

  private void awaitEndOfRawPeer() throws InterruptedException {
    String ended = "";
    while (!ended.equals("raw")) {
      ended = server.gone.take().role();
    }
  }

  private static Element assertCutOff(RawPeer peer, String code) throws Exception {
    Element last = peer.lastWords();
    assertEquals("refused", last.name());
    assertEquals(code, last.attribute("code", ""));
    assertTrue(last.has("reason"));
    assertTrue(!last.attribute("remedy", "").isEmpty());
    return last;
  }

  private static byte[] header(int length, int codec) {
    return ByteBuffer.allocate(5).putInt(length).put((byte) codec).array();
  }
}
