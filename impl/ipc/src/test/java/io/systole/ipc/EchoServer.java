package io.systole.ipc;

import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server for tests: {@code <echo>} comes back, {@code <subscribe/>} makes the peer known, {@code
 * <hold/>} is kept unanswered, all else is refused.
 */
final class EchoServer implements ServerHandler, AutoCloseable {

  final BlockingQueue<Peer> subscribed = new LinkedBlockingQueue<>();
  final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
  final BlockingQueue<IpcRequest> held = new LinkedBlockingQueue<>();
  final Path socket;
  private final IpcServer server;

  EchoServer(Path folder, IpcLimits limits) throws IpcException {
    this(ServerOptions.of(folder.resolve("echo.sock"), "echo", "build-of-server").with(limits));
  }

  EchoServer(ServerOptions options) throws IpcException {
    this.socket = options.socket();
    this.server = IpcServer.open(options, this);
  }

  @Override
  public void requested(IpcRequest request) {
    switch (request.body().name()) {
      case "echo" -> request.reply(request.body());
      case "hold" -> held.add(request);
      case "subscribe" -> {
        subscribed.add(request.peer());
        request.reply(Element.of("subscribed"));
      }
      default -> request.fail(IpcError.unknownRequest("echo", request.body().name()));
    }
  }

  @Override
  public void closed(Peer peer) {
    gone.add(peer);
  }

  IpcClient client() throws IpcException {
    return client(ClientListener.NONE);
  }

  IpcClient client(ClientListener listener) throws IpcException {
    return IpcClient.connect(ClientOptions.of(socket, "test", "build-of-client"), listener);
  }

  /** Whether a well-behaved client gets its answer. */
  boolean serves() throws IpcException {
    try (IpcClient client = client()) {
      Element body = Element.of("echo", "of", "health");
      return client.request(body).equals(body);
    }
  }

  IpcServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
