package io.systole.ipc;

import io.systole.xml.Element;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;

/** One client of a server, from the moment that it connected. */
final class ServerConnection implements Peer {

  private static final Logger LOG = Logger.getLogger(ServerConnection.class.getName());

  private final IpcServer server;
  private final long number;
  private final Connection connection;
  private final SocketChannel channel;
  private final Semaphore inFlight;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Words.Hello hello = Words.Hello.UNHEARD;
  private volatile Credentials credentials = new Credentials("unknown", "unknown");

  ServerConnection(IpcServer server, long number, Connection connection, SocketChannel channel) {
    this.server = server;
    this.number = number;
    this.connection = connection;
    this.channel = channel;
    this.inFlight = new Semaphore(server.options().limits().maxInFlight());
  }

  void start() {
    String name = "ipc-" + server.options().role() + "-" + number;
    connection.startWriting(Thread.ofVirtual().name(name + "-writer"), this::unblock);
    Thread.ofVirtual().name(name).start(this::run);
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public String role() {
    return hello.role();
  }

  @Override
  public String build() {
    return hello.build();
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public void event(Element body) {
    Element event = Words.event(body);
    if (isSayable(event)) {
      sent(connection.send(event));
    }
  }

  @Override
  public void latest(String key, Element body) {
    Element event = Words.event(body);
    if (isSayable(event)) {
      connection.sendLatest(key, event);
    }
  }

  @Override
  public void change(String key, String family, Element change, Supplier<Element> whole) {
    Element event = Words.event(change);
    if (isSayable(event)) {
      connection.sendChange(key, family, event, () -> Words.event(whole.get()));
    }
  }

  /** Whoever misses an event must know that it does, so it is cut off rather than left without. */
  private boolean isSayable(Element event) {
    Optional<IpcError> objection = check().ofServer(event);
    objection.ifPresent(this::cutOff);
    return objection.isEmpty();
  }

  @Override
  public void cutOff(IpcError why) {
    LOG.log(Level.FINE, "{0} cuts off {1}: {2}", new Object[] {server.options().role(), this, why});
    connection.finishWith(Words.refused(why));
    unblock();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public String toString() {
    return role() + "#" + number;
  }

  void finish() {
    connection.finish();
    unblock();
  }

  void awaitEnd(long nanos) {
    try {
      if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.close();
    }
  }

  private void run() {
    boolean greeted = false;
    try {
      greeted = greet();
      if (greeted) {
        serve();
      }
      connection.finish();
    } catch (IpcException e) {
      cutOff(e.error());
    } catch (IOException e) {
      // The client has gone in the middle of a word, and there is nobody to tell.
      connection.close();
    } catch (RuntimeException e) {
      // A fault of ours: the client must not wait for an answer that will not come.
      LOG.log(Level.SEVERE, "the connection of " + Thread.currentThread().getName() + " fails", e);
      connection.close();
    } finally {
      server.ended(this);
      ended.countDown();
      if (greeted) {
        server.handler().closed(this);
      }
    }
  }

  /** Whoever is refused has been heard first: a client that is still writing can't read why. */
  private boolean greet() throws IOException, IpcException {
    identify();
    Optional<IpcException> objection = objection();
    Optional<Element> said;
    try {
      said = hello();
    } catch (IpcException e) {
      throw objection.orElse(e);
    }
    if (objection.isPresent()) {
      throw objection.get();
    }
    if (said.isEmpty()) {
      return false;
    }
    hello = Words.parseHello(said.get());
    Optional<IpcError> fault = check().ofClient(said.get());
    if (fault.isPresent()) {
      throw new IpcException(IpcException.Kind.REFUSED, fault.get());
    }
    Codec codec = hello.codec();
    connection.unpackBy(codec);
    sent(
        connection.send(
            Words.welcome(server.options().build(), codec), () -> connection.packBy(codec)));
    return true;
  }

  private Optional<Element> hello() throws IOException, IpcException {
    Duration limit = server.options().limits().helloTimeout();
    try (FrameReader.Patience.Waiting waiting = connection.beginWaiting(limit)) {
      Optional<Element> said;
      try {
        said = connection.read(IpcLimits.HELLO, limit);
      } catch (IpcException e) {
        throw waiting.over() ? silent() : e;
      }
      if (said.isEmpty() && waiting.over()) {
        throw silent();
      }
      return said;
    }
  }

  private IpcException silent() {
    return new IpcException(
        IpcException.Kind.TIMED_OUT,
        new IpcError(
            "no-hello",
            "no hello was said within "
                + server.options().limits().helloTimeout().toMillis()
                + " ms of the connection",
            "begin with <hello>"));
  }

  @SuppressForbidden("java.base has no way to ask who the peer is")
  private void identify() throws IOException {
    var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    credentials = new Credentials(peer.user().getName(), peer.group().getName());
  }

  /** Why this client may not talk to the server, if it may not. */
  private Optional<IpcException> objection() {
    Access access = server.options().access();
    if (access.allows(credentials)) {
      return Optional.empty();
    }
    return Optional.of(
        new IpcException(
            IpcException.Kind.REFUSED,
            new IpcError(
                "permission-denied",
                "the user '" + credentials.user() + "' may not talk to " + server.options().role(),
                access
                    .group()
                    .map(group -> "run this as root, or add the user to the group '" + group + "'")
                    .orElse("run this as root or as '" + access.owner() + "'"))));
  }

  private void serve() throws IOException, IpcException {
    IpcLimits limits = server.options().limits();
    while (true) {
      inFlight.acquireUninterruptibly();
      Optional<Element> said = connection.read(limits.message(), limits.frameTimeout());
      if (said.isEmpty()) {
        return;
      }
      Words.Request request = Words.parseRequest(said.get());
      Pending pending = new Pending(request.id(), request.body());
      Optional<IpcError> fault = check().ofClient(said.get());
      if (fault.isPresent()) {
        pending.fail(fault.get());
      } else {
        server.handler().requested(pending);
      }
    }
  }

  private MessageCheck check() {
    return server.options().check();
  }

  /** A reader that waits for its client to read answers must notice the end. */
  private void unblock() {
    inFlight.release(server.options().limits().maxInFlight());
  }

  private void sent(Outbox.Offer offer) {
    if (offer == Outbox.Offer.FULL) {
      int most = server.options().limits().maxQueued();
      LOG.log(
          Level.WARNING,
          "{0} cuts off {1}, which left {2} messages unread",
          new Object[] {server.options().role(), this, most});
      cutOff(
          new IpcError(
              "slow-reader",
              most + " messages were left unread",
              "connect again, ask for the present state, and read faster"));
    }
  }

  /** A request on its way to its answer. */
  private final class Pending implements IpcRequest {

    private final long id;
    private final Element body;
    private final AtomicBoolean answered = new AtomicBoolean();

    Pending(long id, Element body) {
      this.id = id;
      this.body = body;
    }

    @Override
    public Element body() {
      return body;
    }

    @Override
    public Peer peer() {
      return ServerConnection.this;
    }

    @Override
    public void reply(Element answer) {
      Element reply = Words.reply(id, answer);
      answer(check().ofServer(reply).map(error -> Words.failure(id, error)).orElse(reply));
    }

    @Override
    public void fail(IpcError error) {
      answer(Words.failure(id, error));
    }

    private void answer(Element message) {
      if (!answered.compareAndSet(false, true)) {
        throw new IllegalStateException("answered twice: " + body.name() + " of " + peer());
      }
      sent(connection.send(message, inFlight::release));
    }

    @Override
    public String toString() {
      return body.name() + " of " + peer();
    }
  }
}
