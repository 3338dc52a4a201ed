package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and servers that keep to the protocol. */
@Timeout(30)
class ConversationTest {

  @TempDir private Path folder;
  private EchoServer server;

  @BeforeEach
  void open() throws IpcException {
    server = new EchoServer(folder, IpcLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void bothSidesLearnWhoTheOtherIs() throws Exception {
    try (IpcClient client = server.client()) {
      assertEquals("build-of-server", client.serverBuild());
      client.request(Element.of("subscribe"));
      Peer peer = server.subscribed.take();
      assertEquals("test", peer.role());
      assertEquals("build-of-client", peer.build());
      assertEquals(System.getProperty("user.name"), peer.credentials().user());
    }
  }

  @Test
  void anAnswerBelongsToItsRequest() throws Exception {
    try (IpcClient client = server.client()) {
      CompletableFuture<Element> late = client.requestAsync(Element.of("hold"));
      IpcRequest held = server.held.take();
      List<CompletableFuture<Element>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(client.requestAsync(Element.of("echo", "number", Integer.toString(i))));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(Integer.toString(i), answers.get(i).get().attribute("number", ""));
      }
      assertFalse(late.isDone());
      held.reply(Element.of("at-last"));
      assertEquals("at-last", late.get().name());
      assertThrows(IllegalStateException.class, () -> held.reply(Element.of("again")));
    }
  }

  @Test
  void aBigMessageArrivesWhole() throws Exception {
    Element.Builder body = Element.builder("echo");
    for (int i = 0; i < 20_000; i++) {
      body.child(Element.of("nvpair", "id", "id-" + i, "value", "<&>\"\n\u00e4"));
    }
    Element sent = body.build();
    try (IpcClient client = server.client()) {
      assertEquals(sent, client.request(sent));
    }
  }

  @Test
  void aRefusedRequestSaysWhyAndTheConversationGoesOn() throws Exception {
    try (IpcClient client = server.client()) {
      IpcException refused =
          assertThrows(IpcException.class, () -> client.request(Element.of("dance")));
      assertEquals(IpcException.Kind.FAILED, refused.kind());
      assertEquals("unknown-request", refused.error().code());
      assertTrue(refused.error().toString().contains("<dance>"));
      assertEquals("echo", client.request(Element.of("echo")).name());
    }
  }

  @Test
  void eventsComeInOrder() throws Exception {
    BlockingQueue<Element> heard = new LinkedBlockingQueue<>();
    try (IpcClient client = server.client(new Recorder(heard, new CompletableFuture<>()))) {
      client.request(Element.of("subscribe"));
      Peer peer = server.subscribed.take();
      for (int i = 0; i < 100; i++) {
        peer.event(Element.of("news", "number", Integer.toString(i)));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(Integer.toString(i), heard.take().attribute("number", ""));
      }
    }
  }

  @Test
  void anAnswerThatDoesNotComeTimesOut() throws Exception {
    try (IpcClient client = server.client()) {
      IpcException late =
          assertThrows(
              IpcException.class, () -> client.request(Element.of("hold"), Duration.ofMillis(50)));
      assertEquals(IpcException.Kind.TIMED_OUT, late.kind());
      assertEquals("echo", client.request(Element.of("echo")).name());
    }
  }

  @Test
  void theEndOfTheServerIsHeard() throws Exception {
    CompletableFuture<IpcException> end = new CompletableFuture<>();
    IpcClient client = server.client(new Recorder(new LinkedBlockingQueue<>(), end));
    CompletableFuture<Element> unanswered = client.requestAsync(Element.of("hold"));
    IpcRequest held = server.held.take();
    server.close();
    assertEquals(IpcException.Kind.CLOSED, end.get().kind());
    assertTrue(unanswered.handle((answer, failure) -> failure instanceof IpcException).get());
    held.reply(Element.of("too-late"));
    assertFalse(client.isOpen());
    IpcException after = assertThrows(IpcException.class, () -> client.request(Element.of("echo")));
    assertEquals(IpcException.Kind.CLOSED, after.kind());
    client.close();
  }

  @Test
  void whatWasAnsweredBeforeTheEndArrives() throws Exception {
    for (int round = 0; round < 20; round++) {
      IpcClient client = server.client();
      CompletableFuture<Element> answer = client.requestAsync(Element.of("hold"));
      server.held.take().reply(Element.of("left"));
      server.close();
      assertEquals("left", answer.get().name());
      client.close();
      server = new EchoServer(folder, IpcLimits.DEFAULT);
    }
  }

  @Test
  void aPeerThatWasCutOffHearsWhy() throws Exception {
    CompletableFuture<IpcException> end = new CompletableFuture<>();
    try (IpcClient client = server.client(new Recorder(new LinkedBlockingQueue<>(), end))) {
      client.request(Element.of("subscribe"));
      server.subscribed.take().cutOff(new IpcError("evicted", "enough of you", "behave"));
      assertEquals(IpcException.Kind.REFUSED, end.get().kind());
      assertEquals("enough of you; behave", end.get().getMessage());
    }
  }

  @Test
  void aClientThatClosesHearsNothingMore() throws Exception {
    CompletableFuture<IpcException> end = new CompletableFuture<>();
    IpcClient client = server.client(new Recorder(new LinkedBlockingQueue<>(), end));
    CompletableFuture<Element> unanswered = client.requestAsync(Element.of("hold"));
    client.close();
    assertTrue(unanswered.handle((answer, failure) -> failure instanceof IpcException).get());
    assertEquals("test", server.gone.take().role());
    assertFalse(end.isDone());
  }

  @Test
  void nobodyListens() {
    Path nowhere = folder.resolve("nowhere.sock");
    IpcException absent =
        assertThrows(
            IpcException.class, () -> IpcClient.connect(ClientOptions.of(nowhere, "test", "b")));
    assertEquals(IpcException.Kind.ABSENT, absent.kind());
    assertTrue(absent.error().toString().contains(nowhere.toString()));
  }

  @Test
  void somebodyListensAndSaysNothing() throws Exception {
    Path socket = folder.resolve("mute.sock");
    try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      ClientOptions options =
          ClientOptions.of(socket, "test", "b").withConnectTimeout(Duration.ofMillis(100));
      IpcException late = assertThrows(IpcException.class, () -> IpcClient.connect(options));
      assertEquals(IpcException.Kind.TIMED_OUT, late.kind());
    }
  }

  /** Keeps what it hears. */
  private record Recorder(BlockingQueue<Element> heard, CompletableFuture<IpcException> end)
      implements ClientListener {

    @Override
    public void event(Element body) {
      heard.add(body);
    }

    @Override
    public void closed(IpcException reason) {
      end.complete(reason);
    }
  }
}
