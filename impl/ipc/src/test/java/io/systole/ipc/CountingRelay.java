package io.systole.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between one client and a server, and counts what goes by. */
final class CountingRelay implements AutoCloseable {

  final Path socket;
  final AtomicLong toServer = new AtomicLong();
  final AtomicLong toClient = new AtomicLong();
  private final ServerSocketChannel listener;

  CountingRelay(Path folder, Path server) throws IOException {
    this.socket = folder.resolve("relay.sock");
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> relay(server));
  }

  private void relay(Path server) {
    try (SocketChannel client = listener.accept();
        SocketChannel there = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      there.connect(UnixDomainSocketAddress.of(server));
      Thread back = Thread.ofVirtual().start(() -> pass(there, client, toClient));
      pass(client, there, toServer);
      back.join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until one of the two ends. */
  private static void pass(SocketChannel from, SocketChannel to, AtomicLong count) {
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    try {
      while (from.read(buffer) >= 0) {
        count.addAndGet(buffer.position());
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // The other direction has closed both.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
