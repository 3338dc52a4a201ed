package io.systole.daemons.remote;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;

/** Listens at one port, and serves each connection on a thread of its own. */
final class RemoteListener implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 64;

  /** Far from the numbers of local peers, with which these are mixed. */
  private static final AtomicLong NUMBERS = new AtomicLong(1L << 40);

  private final ServerSocket server;
  private final RemoteSession.Shared shared;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RemoteListener(ServerSocket server, RemoteSession.Shared shared) {
    this.server = server;
    this.shared = shared;
  }

  /** Serves what connects to {@code server} from now on. */
  static RemoteListener start(ServerSocket server, RemoteSession.Shared shared) {
    RemoteListener listener = new RemoteListener(server, shared);
    Thread.ofVirtual().name("remote-accept").start(listener::acceptAll);
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      shared.log().log(
          Level.WARNING,
          "the port {0} was not closed in order: {1}",
          new Object[] {Integer.toString(port()), e});
    }
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          shared.log().log(Level.WARNING, "a remote connection was not accepted: {0}", e);
        }
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    if (open.size() >= MAX_CONNECTIONS) {
      shared.log().log(Level.WARNING, "{0} remote connections are open, the most", MAX_CONNECTIONS);
      socket.close();
      return;
    }
    socket.setTcpNoDelay(true);
    open.add(socket);
    RemoteSession session = new RemoteSession(socket, NUMBERS.incrementAndGet(), shared);
    Thread.ofVirtual()
        .name("remote-" + session.number())
        .start(() -> {
          session.run();
          open.remove(socket);
        });
  }
}
