package io.systole.daemons.remote;

import io.systole.ipc.Credentials;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One connection of a tool on another machine: a login, then commands, each with one reply. A tool
 * opens two, one for commands and one for news, and tells each the name that the other was given.
 */
final class RemoteSession implements Peer {

  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(5);

  /** A login is short; nobody who has not said it may make us read more. */
  private static final XmlLimits LOGIN = new XmlLimits(4 << 10, 2, 16, 16);

  /** Commands of one connection that are not answered yet; more are not read. */
  private static final int MAX_IN_FLIGHT = 64;

  private static final IpcError CUT_OFF_BY_END = new IpcError("closed", "the connection ended", "");

  private final Socket socket;
  private final long number;
  private final RemoteAccounts accounts;
  private final Consumer<IpcRequest> manager;
  private final Consumer<Peer> closed;
  private final OlderSchema schema;
  private final Logger log;
  private final String client = UUID.randomUUID().toString();
  private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

  /** Bounded by what is in flight, and one more where there is news. */
  private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();

  /**
   * News that has not gone out yet. Newer news takes its place: the peer's copy is then not of the
   * version that the news is made for, whereupon it asks for the whole.
   */
  private final AtomicReference<Optional<Element>> news = new AtomicReference<>(Optional.empty());

  private volatile Credentials credentials = new Credentials("nobody", "");
  private final FieldSubscription subscription = new FieldSubscription();
  private long count;

  /** What goes to the peer. */
  private sealed interface Outgoing {

    record Reply(Element reply) implements Outgoing {}

    /** What {@link #news} then is. */
    record News() implements Outgoing {}

    record End() implements Outgoing {}
  }

  /**
   * What all sessions of a listener share.
   *
   * @param manager takes requests, which are judged already
   * @param closed hears of each session's end
   */
  record Shared(
      RemoteAccounts accounts,
      Consumer<IpcRequest> manager,
      Consumer<Peer> closed,
      OlderSchema schema,
      Logger log) {}

  RemoteSession(Socket socket, long number, Shared shared) {
    this.socket = socket;
    this.number = number;
    this.accounts = shared.accounts();
    this.manager = shared.manager();
    this.closed = shared.closed();
    this.schema = shared.schema();
    this.log = shared.log();
  }

  /** Serves until the connection ends. */
  void run() {
    try (socket) {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(Math.toIntExact(LOGIN_LIMIT.toMillis()));
      if (logIn(in)) {
        socket.setSoTimeout(0);
        Thread writer = Thread.ofVirtual().name("remote-" + number + "-writer").start(this::write);
        try {
          serve(in);
        } finally {
          closed.accept(this);
          outgoing.add(new Outgoing.End());
        }
        writer.join();
      }
    } catch (IOException e) {
      log.log(Level.INFO, "{0} ended: {1}", new Object[] {this, e});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cutOff(CUT_OFF_BY_END);
  }

  /** Who may not log in is closed without a word, as the field does it. */
  private boolean logIn(InputStream in) throws IOException {
    Optional<Element> said = FieldFrames.read(in, LOGIN);
    if (said.isEmpty() || !said.get().attribute("op", "").equals("authenticate")) {
      return false;
    }
    String user = said.get().attribute("user", "");
    if (!accounts.admits(user, said.get().attribute("password", ""))) {
      log.log(
          Level.WARNING,
          "{0} may not log in as ''{1}'': there is no such account, or the password is wrong",
          new Object[] {socket.getRemoteSocketAddress(), user});
      return false;
    }
    credentials = new Credentials(user, "");
    FieldFrames.write(
        socket.getOutputStream(),
        ++count,
        Element.of("cib_result", "cib_op", "register", "cib_clientid", client));
    return true;
  }

  private void serve(InputStream in) throws IOException, InterruptedException {
    FieldGateway gateway = new FieldGateway(this, manager, schema, subscription);
    for (Optional<Element> said = FieldFrames.read(in, XmlLimits.MESSAGE);
        said.isPresent();
        said = FieldFrames.read(in, XmlLimits.MESSAGE)) {
      Optional<FieldCommand> command = FieldCommand.parse(said.get());
      if (command.isEmpty()) {
        throw new IOException("<" + said.get().name() + "> is no command");
      }
      if (!command.get().operation().equals("register")) {
        inFlight.acquire();
        carryOut(gateway, command.get());
      }
    }
  }

  private void carryOut(FieldGateway gateway, FieldCommand command) {
    gateway.carryOut(
        command,
        (status, answer) -> {
          if (command.isAnswered()) {
            outgoing.add(new Outgoing.Reply(command.reply(client, status, answer)));
          } else {
            inFlight.release();
          }
        });
  }

  private void write() {
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        switch (outgoing.take()) {
          case Outgoing.Reply reply -> {
            FieldFrames.write(out, ++count, reply.reply());
            inFlight.release();
          }
          case Outgoing.News _ -> {
            Optional<Element> newest = news.getAndSet(Optional.empty());
            if (newest.isPresent()) {
              FieldFrames.write(out, ++count, newest.get());
            }
          }
          case Outgoing.End _ -> {
            return;
          }
        }
      }
    } catch (IOException e) {
      // The peer reads no more; the reader learns of it by the socket's end.
      cutOff(CUT_OFF_BY_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public String role() {
    return "remote";
  }

  @Override
  public String build() {
    return "unknown";
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public void event(Element body) {
    // The field's tools are told of changes of the CIB alone.
  }

  @Override
  public void latest(String key, Element body) {
    // The field's tools are told of changes of the CIB alone.
  }

  @Override
  public void change(String key, String family, Element change, Supplier<Element> whole) {
    Optional<Element> diff = change.children().stream().findFirst();
    if (subscription.isOn() && diff.isPresent()) {
      boolean waits =
          news.getAndSet(diff.map(schema::shownChange).map(FieldSubscription::news)).isPresent();
      if (!waits) {
        outgoing.add(new Outgoing.News());
      }
    }
  }

  @Override
  public void cutOff(IpcError why) {
    inFlight.release(MAX_IN_FLIGHT);
    try {
      socket.close();
    } catch (IOException e) {
      log.log(Level.FINE, "{0} was not closed in order: {1}", new Object[] {this, e});
    }
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public String toString() {
    return credentials.user() + "@" + socket.getRemoteSocketAddress();
  }
}
