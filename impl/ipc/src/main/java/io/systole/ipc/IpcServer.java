package io.systole.ipc;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves a role's clients at a Unix domain socket. Each connection has a thread that reads and one
 * that writes, so that no client can hold up another: not by silence, not by rubbish, not by asking
 * too much, and not by not reading.
 */
public final class IpcServer implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(IpcServer.class.getName());

  /** After a failure to accept, such as for want of descriptors: time for some to be freed. */
  private static final long ACCEPT_PAUSE_MILLIS = 100;

  /** How long the last answers may take to be read when the server closes. */
  private static final long CLOSE_MILLIS = 2_000;

  private final ServerOptions options;
  private final ServerHandler handler;
  private final SocketFile file;
  private final ScheduledThreadPoolExecutor timers;
  private final Map<Long, ServerConnection> connections = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);

  private IpcServer(ServerOptions options, ServerHandler handler, SocketFile file) {
    this.options = options;
    this.handler = handler;
    this.file = file;
    this.timers = Timers.create("ipc-" + options.role());
  }

  /**
   * Listens and serves from now on.
   *
   * @throws IpcException if the socket can't be made, or if another living process has it
   */
  public static IpcServer open(ServerOptions options, ServerHandler handler) throws IpcException {
    SocketFile file = SocketFile.listen(options.socket(), options.access().group());
    IpcServer server = new IpcServer(options, handler, file);
    Thread.ofPlatform().daemon().name("ipc-" + options.role() + "-accept").start(server::acceptAll);
    return server;
  }

  /**
   * The process that serves {@code socket} now, be it stopped or stuck; empty if nobody does. It
   * does not wait for an answer.
   */
  public static OptionalLong owner(Path socket) {
    return SocketFile.owner(socket);
  }

  /** Removes what a killed server left at {@code socket}; a living one's is left alone. */
  public static void sweep(Path socket) throws IOException {
    SocketFile.sweep(socket);
  }

  public Path socket() {
    return file.path();
  }

  /** How many clients are connected, those included that have not said hello. */
  public int connectionCount() {
    return connections.size();
  }

  /**
   * Stops listening, removes the socket, lets the clients read what was sent, and ends their
   * connections. Returns when all of that is done, or after two seconds.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the socket " + file.path() + " was not removed: " + e, e);
    }
    connections.values().forEach(ServerConnection::finish);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    for (ServerConnection connection : connections.values()) {
      connection.awaitEnd(end - System.nanoTime());
    }
    timers.shutdownNow();
  }

  ServerOptions options() {
    return options;
  }

  ServerHandler handler() {
    return handler;
  }

  void ended(ServerConnection connection) {
    connections.remove(connection.number());
  }

  private void acceptAll() {
    while (closing.getCount() > 0) {
      try {
        SocketChannel channel = file.channel().accept();
        begin(channel);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(Level.WARNING, "can't accept a connection at " + file.path() + ": " + e);
        if (pause()) {
          return;
        }
      }
    }
  }

  private void begin(SocketChannel channel) {
    long number = numbers.incrementAndGet();
    boolean full = connections.size() >= options.limits().maxConnections();
    Connection connection = new Connection(channel, options.limits().maxQueued(), timers);
    if (full) {
      connection.startWriting(
          Thread.ofVirtual().name("ipc-" + options.role() + "-" + number + "-writer"), () -> {});
      connection.finishWith(Words.refused(tooMany()));
      return;
    }
    ServerConnection served = new ServerConnection(this, number, connection, channel);
    connections.put(number, served);
    served.start();
  }

  private IpcError tooMany() {
    return new IpcError(
        "too-many-connections",
        options.role() + " has " + options.limits().maxConnections() + " connections, the most",
        "close some clients and try again");
  }

  /** Whether the server is closing. */
  private boolean pause() {
    try {
      return closing.await(ACCEPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
