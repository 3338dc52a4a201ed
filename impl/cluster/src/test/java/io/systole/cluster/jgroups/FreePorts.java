package io.systole.cluster.jgroups;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes: free ones, and with a free one 100 further, where the nodes watch each other.
 */
final class FreePorts {

  // Below the range from which a system gives ports to outgoing connections.
  private static final int FIRST = 20_000;
  private static final int RANGE = 10_000;
  private static final int WATCH_OFFSET = 100;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % RANGE));

  private FreePorts() {}

  static int next() {
    while (true) {
      int port = FIRST + NEXT.getAndIncrement() % RANGE;
      if (isFree(port) && isFree(port + WATCH_OFFSET)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return tried.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
