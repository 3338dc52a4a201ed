package io.systole.daemons.runtime;

import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A role's connection to another role of its node, which comes back when the other does. All calls
 * to and from it are on the caller's event loop; it never blocks.
 */
public final class RoleLink implements AutoCloseable {

  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofMillis(200);

  private final RoleContext context;
  private final String role;
  private final Listener listener;
  private Optional<IpcClient> client = Optional.empty();
  private Optional<EventLoop.Timer> retry = Optional.empty();
  private Duration nextRetry = FIRST_RETRY;
  private boolean closed;

  /** Hears of the link and of the other role's events. */
  public interface Listener {

    /** The other role is there; what was subscribed before has to be subscribed again. */
    void connected();

    void event(Element body);

    /** The other role has gone. What it was asked and did not answer has failed already. */
    void disconnected(IpcException reason);
  }

  /** Hears one answer. */
  public interface ReplyHandler {

    void replied(Element answer);

    /** See {@link IpcException#kind()} for whether the other role may have done it. */
    void failed(IpcException reason);
  }

  private RoleLink(RoleContext context, String role, Listener listener) {
    this.context = context;
    this.role = role;
    this.listener = listener;
  }

  /** Begins to connect to {@code role}. */
  public static RoleLink open(RoleContext context, String role, Listener listener) {
    RoleLink link = new RoleLink(context, role, listener);
    link.connect();
    return link;
  }

  public boolean isConnected() {
    return client.isPresent();
  }

  /** Asks. Fails at once when there is no connection. */
  public void request(Element body, ReplyHandler handler) {
    if (client.isEmpty()) {
      handler.failed(absent());
      return;
    }
    var _ =
        client
            .get()
            .requestAsync(body)
            .whenComplete((answer, failure) ->
                context
                    .loop()
                    .post(
                        "reply of " + role,
                        () -> {
                          if (failure == null) {
                            handler.replied(answer);
                          } else {
                            handler.failed(reason(failure));
                          }
                        }));
  }

  @Override
  public void close() {
    closed = true;
    retry.ifPresent(EventLoop.Timer::cancel);
    client.ifPresent(IpcClient::close);
    client = Optional.empty();
  }

  private void connect() {
    Thread.ofVirtual().name("link-to-" + role).start(this::connectBlocking);
  }

  private void connectBlocking() {
    ClientOptions options = ClientOptions.of(context.socket(role), context.role(), context.build());
    Forwarder forwarder = new Forwarder();
    try {
      IpcClient connected = IpcClient.connect(options, forwarder);
      context.loop().post("connection to " + role, () -> connected(connected, forwarder));
    } catch (IpcException e) {
      context.loop().post("no connection to " + role, this::retryLater);
    }
  }

  private void connected(IpcClient connected, Forwarder forwarder) {
    if (closed) {
      connected.close();
      return;
    }
    if (forwarder.ended) {
      retryLater();
      return;
    }
    forwarder.begun = true;
    nextRetry = FIRST_RETRY;
    client = Optional.of(connected);
    listener.connected();
  }

  private void retryLater() {
    if (!closed) {
      retry = Optional.of(context.loop().after(nextRetry, "retry of " + role, this::connect));
      Duration doubled = nextRetry.multipliedBy(2);
      nextRetry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    }
  }

  private void disconnected(IpcException reason) {
    if (!closed) {
      client = Optional.empty();
      listener.disconnected(reason);
      retryLater();
    }
  }

  private IpcException absent() {
    return new IpcException(
        IpcException.Kind.ABSENT,
        new IpcError(
            "not-connected",
            context.role() + " has no connection to " + role,
            "it is made again when " + role + " runs; see its log"));
  }

  private static IpcException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof IpcException reason) {
      return reason;
    }
    throw new IllegalStateException("an answer failed in an unknown way", cause);
  }

  /** Brings what the connection's thread hears to the loop. */
  private final class Forwarder implements ClientListener {

    /** For the loop alone: an end may come there before the beginning. */
    private boolean begun;

    private boolean ended;

    @Override
    public void event(Element body) {
      context
          .loop()
          .post(
              "event of " + role,
              () -> {
                if (!closed) {
                  listener.event(body);
                }
              });
    }

    @Override
    public void closed(IpcException reason) {
      context
          .loop()
          .post(
              "end of " + role,
              () -> {
                ended = true;
                if (begun) {
                  disconnected(reason);
                }
              });
    }
  }
}
