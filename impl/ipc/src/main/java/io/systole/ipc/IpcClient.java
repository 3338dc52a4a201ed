package io.systole.ipc;

import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A conversation with a role on this node. Safe to use from any thread. */
public final class IpcClient implements AutoCloseable {

  /** Requests that may wait for the server to read them. */
  private static final int MAX_QUEUED = 4096;

  /** A server sends what it sends as a whole, unless it is stuck. */
  private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(60);

  private final ClientOptions options;
  private final ClientListener listener;
  private final SocketChannel channel;
  private final ScheduledThreadPoolExecutor timers;
  private final Connection connection;
  private final CompletableFuture<String> serverBuild = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<Element>> pending = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean closedByUs = new AtomicBoolean();
  private volatile Optional<IpcException> end = Optional.empty();

  private IpcClient(ClientOptions options, ClientListener listener, SocketChannel channel) {
    this.options = options;
    this.listener = listener;
    this.channel = channel;
    this.timers = Timers.create("ipc-client-" + options.role());
    this.connection = new Connection(channel, MAX_QUEUED, timers);
  }

  /** Connects without a listener. */
  public static IpcClient connect(ClientOptions options) throws IpcException {
    return connect(options, ClientListener.NONE);
  }

  /**
   * Connects and exchanges hello and welcome.
   *
   * @throws IpcException {@code ABSENT} if nobody listens, {@code REFUSED} if the server does not
   *     want us, {@code TIMED_OUT} if it does not answer
   */
  public static IpcClient connect(ClientOptions options, ClientListener listener)
      throws IpcException {
    SocketFile.checkPath(options.socket());
    IpcClient client;
    try {
      client = new IpcClient(options, listener, SocketChannel.open(StandardProtocolFamily.UNIX));
    } catch (IOException e) {
      throw broken(options, e);
    }
    client.thread("reader").start(client::run);
    try {
      String _ = client.await(client.serverBuild, options.connectTimeout(), "hello");
      return client;
    } catch (IpcException e) {
      client.close();
      throw e;
    }
  }

  /** The build id that the server said in its welcome. */
  public String serverBuild() {
    return serverBuild.getNow("unknown");
  }

  public boolean isOpen() {
    return end.isEmpty() && connection.isOpen();
  }

  /**
   * Asks and waits for the answer, for as long as the options say.
   *
   * @throws IpcException {@code FAILED} with the server's words if it did not do it
   */
  public Element request(Element body) throws IpcException {
    return request(body, options.requestTimeout());
  }

  /** Asks and waits for the answer. */
  public Element request(Element body, Duration timeout) throws IpcException {
    long id = ids.incrementAndGet();
    try {
      return await(send(id, body), timeout, body.name());
    } finally {
      pending.remove(id);
    }
  }

  /**
   * Asks and returns at once. The future fails with an {@link IpcException} if the request was not
   * done, or if the connection ends before its answer has come; it has no timeout of its own. It is
   * completed on the reading thread.
   */
  public CompletableFuture<Element> requestAsync(Element body) {
    return send(ids.incrementAndGet(), body);
  }

  /** Ends the conversation; requests that were not answered fail. The listener hears nothing. */
  @Override
  public void close() {
    closedByUs.set(true);
    connection.close();
    timers.shutdownNow();
  }

  private CompletableFuture<Element> send(long id, Element body) {
    CompletableFuture<Element> answer = new CompletableFuture<>();
    pending.put(id, answer);
    switch (connection.send(Words.request(id, body))) {
      case TAKEN -> {
        // The end may have come just before, when this answer was not there to be failed.
        end.ifPresent(reason -> fail(id, reason));
      }
      case ENDED -> fail(id, end.orElseGet(this::closedError));
      case FULL -> fail(id, busy());
    }
    return answer;
  }

  private void fail(long id, IpcException reason) {
    CompletableFuture<Element> answer = pending.remove(id);
    if (answer != null) {
      answer.completeExceptionally(reason);
    }
  }

  private <T> T await(CompletableFuture<T> future, Duration timeout, String what)
      throws IpcException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IpcException reason) {
        throw new IpcException(reason.kind(), reason.error(), reason);
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IpcException(
          IpcException.Kind.TIMED_OUT,
          new IpcError(
              "no-answer",
              options.socket()
                  + " did not answer <"
                  + what
                  + "> within "
                  + timeout.toMillis()
                  + " ms",
              "see whether the process is busy or stuck (systole status), and its log"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IpcException(
          IpcException.Kind.CLOSED,
          new IpcError("interrupted", "the wait for <" + what + "> was interrupted", ""),
          e);
    }
  }

  private void run() {
    IpcException reason;
    try {
      connectAndGreet();
      reason = readAll();
    } catch (IpcException e) {
      reason = e;
    } catch (IOException e) {
      reason = broken(options, e);
    }
    end = Optional.of(reason);
    connection.close();
    timers.shutdownNow();
    serverBuild.completeExceptionally(reason);
    for (Long id : pending.keySet()) {
      fail(id, reason);
    }
    if (!closedByUs.get() && welcomed()) {
      listener.closed(reason);
    }
  }

  /**
   * Not a virtual thread: the JVM's thread that waits for their sockets keeps it from ending for a
   * third of a second, which is most of what a command takes.
   */
  private Thread.Builder thread(String part) {
    return Thread.ofPlatform().daemon().name("ipc-client-" + options.role() + "-" + part);
  }

  private boolean welcomed() {
    return !serverBuild.isCompletedExceptionally();
  }

  private void connectAndGreet() throws IOException, IpcException {
    try {
      channel.connect(UnixDomainSocketAddress.of(options.socket()));
    } catch (ConnectException e) {
      throw absent(e);
    } catch (IOException e) {
      throw Files.exists(options.socket()) ? broken(options, e) : absent(e);
    }
    connection.startWriting(thread("writer"), () -> {});
    connection.send(Words.hello(options.role(), options.build(), options.codec()));
    Element said = read().orElseThrow(this::closedError);
    Words.Welcome welcome = Words.parseWelcome(said);
    connection.unpackBy(welcome.codec());
    connection.packBy(welcome.codec());
    serverBuild.complete(welcome.build());
  }

  private IpcException readAll() throws IOException, IpcException {
    while (true) {
      Optional<Element> said = read();
      if (said.isEmpty()) {
        return closedError();
      }
      switch (Words.parseFromServer(said.get())) {
        case Words.FromServer.Event(Element body) -> listener.event(body);
        case Words.FromServer.Replied(long id, Element body) -> {
          CompletableFuture<Element> answer = pending.remove(id);
          if (answer != null) {
            answer.complete(body);
          }
        }
        case Words.FromServer.Failed(long id, IpcError error) ->
            fail(id, new IpcException(IpcException.Kind.FAILED, error));
        case Words.FromServer.Refused(IpcError error) -> {
          return new IpcException(IpcException.Kind.REFUSED, error);
        }
      }
    }
  }

  private Optional<Element> read() throws IOException, IpcException {
    return connection.read(XmlLimits.MESSAGE, FRAME_TIMEOUT);
  }

  private IpcException absent(IOException cause) {
    return new IpcException(
        IpcException.Kind.ABSENT,
        new IpcError(
            "not-running",
            "nobody listens at " + options.socket(),
            "start the node (systoled supervisor --config FILE), or name its run folder"),
        cause);
  }

  private IpcException closedError() {
    return new IpcException(
        IpcException.Kind.CLOSED,
        new IpcError(
            "closed",
            "the connection to " + options.socket() + " has ended",
            "connect again; whether the last request was done has to be asked"));
  }

  private IpcException busy() {
    return new IpcException(
        IpcException.Kind.BUSY,
        new IpcError(
            "busy",
            MAX_QUEUED + " requests wait for " + options.socket() + " to read them",
            "wait for answers before asking more"));
  }

  private static IpcException broken(ClientOptions options, IOException e) {
    return new IpcException(
        IpcException.Kind.CLOSED,
        new IpcError(
            "broken",
            "the connection to " + options.socket() + " broke: " + e,
            "see that this user may use the socket, and the log of its role"),
        e);
  }
}
