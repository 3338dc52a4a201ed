package io.systole.daemons.messaging;

import io.systole.cluster.ClusterEngine;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleHost;
import io.systole.ipc.ClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes that run the messaging role alone, in one JVM with real sockets. */
final class MessagingCluster implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int WATCH_OFFSET = 100;

  private final Duration clientTimeout;
  private final TreeMap<String, NodeConfiguration> nodes = new TreeMap<>();
  private final TreeMap<String, RoleHost> hosts = new TreeMap<>();
  private final List<ClusterEngine> engines = new ArrayList<>();

  MessagingCluster(Duration clientTimeout) {
    this.clientTimeout = clientTimeout;
  }

  void prepare(Path folder, List<String> names) throws Exception {
    Path key = folder.resolve("cluster.key");
    Files.write(key, new byte[32]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    StringBuilder members = new StringBuilder();
    for (String name : names) {
      members
          .append("<member node=\"" + name + "\" address=\"127.0.0.1\" port=\"")
          .append(freePort())
          .append("\"/>");
    }
    for (String name : names) {
      Path home = Files.createDirectories(folder.resolve(name));
      Path file = home.resolve("systole.xml");
      Files.writeString(
          file,
          "<systole cluster=\"test\" node=\""
              + name
              + "\" state=\"s\" run=\"r\" log=\"l\">"
              + "<engine type=\"jgroups\" key-file=\"../cluster.key\">"
              + members
              + "</engine></systole>");
      nodes.put(name, NodeConfiguration.read(file));
    }
  }

  ClientOptions client(String node) throws Exception {
    start(node);
    return ClientOptions.of(configuration(node).socket("messaging"), "tester", "test");
  }

  ClusterEngine engine(String node) throws Exception {
    start(node);
    ClusterEngine opened = new Engines().open(configuration(node), "tester", "test");
    engines.add(opened);
    return opened;
  }

  private void start(String node) throws Exception {
    if (!hosts.containsKey(node)) {
      MessagingRole role = new MessagingRole(Engines::openEmbedded, clientTimeout);
      hosts.put(
          node,
          RoleHost.start(
              role,
              new RoleHost.Surroundings(
                  configuration(node),
                  new Engines(),
                  "test",
                  cause -> {
                    throw new IllegalStateException("the role failed", cause);
                  })));
    }
  }

  void stop(String node) {
    RoleHost host = hosts.remove(node);
    if (host != null) {
      host.close();
    }
  }

  @Override
  public void close() {
    engines.forEach(ClusterEngine::close);
    List.copyOf(hosts.keySet()).forEach(this::stop);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private NodeConfiguration configuration(String node) {
    NodeConfiguration configuration = nodes.get(node);
    if (configuration == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return configuration;
  }

  /** A free port with a free one where the engine's nodes watch each other. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket second =
              new ServerSocket(
                  first.getLocalPort() + WATCH_OFFSET, 1, InetAddress.getLoopbackAddress())) {
        return second.getLocalPort() - WATCH_OFFSET;
      } catch (IOException e) {
        if (!(e instanceof java.net.BindException)) {
          throw e;
        }
      }
    }
  }
}
