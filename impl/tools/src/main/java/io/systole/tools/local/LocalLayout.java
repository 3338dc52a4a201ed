package io.systole.tools.local;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Image;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Where a cluster on one machine keeps what it makes: one folder that holds all of it.
 *
 * @param folder the work folder
 * @param cluster a name that no other such cluster on this machine has
 * @param nodes the nodes, by number
 * @param servicePort the port of the service on the loopback address, wherever it runs
 */
public record LocalLayout(
    Path folder, String cluster, ImmutableList<LocalNode> nodes, int servicePort) {

  private static final String ADDRESS = "127.0.0.1";
  private static final byte[] ADDRESS_BYTES = {127, 0, 0, 1};

  /**
   * A node of the cluster.
   *
   * @param id from 1
   * @param enginePort where its engine listens
   */
  public record LocalNode(int id, String name, Path folder, int enginePort) {

    public Path configuration() {
      return folder.resolve("systole.xml");
    }

    public Path console() {
      return folder.resolve("console.log");
    }

    /**
     * The program that its fence device runs to power it on; with the word {@code again} it starts
     * the supervisor alone.
     */
    public Path start() {
      return folder.resolve("start");
    }
  }

  /** Where agents write when they start and stop something. */
  public Path agentLog() {
    return folder.resolve("agents.log");
  }

  public String serviceUrl() {
    return "http://" + ADDRESS + ":" + servicePort + "/";
  }

  public LocalNode node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  /** Makes the folder with everything that the nodes need before they start. */
  public static LocalLayout create(Path folder, int size) throws IOException {
    Files.createDirectories(folder);
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    List<Integer> ports = freePorts(size + 1);
    ImmutableList.Builder<LocalNode> nodes = ImmutableList.builder();
    for (int id = 1; id <= size; id++) {
      String name = "node" + id;
      nodes.add(new LocalNode(id, name, folder.resolve(name), ports.get(id)));
    }
    LocalLayout layout =
        new LocalLayout(
            folder, "demo-" + HexFormat.of().formatHex(random), nodes.build(), ports.getFirst());
    layout.write();
    return layout;
  }

  private void write() throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Path keyFile =
        Files.createFile(
            folder.resolve("cluster.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile, HexFormat.of().formatHex(key) + "\n");
    Files.createFile(agentLog());
    for (LocalNode node : nodes) {
      Files.createDirectories(node.folder());
      Files.writeString(node.configuration(), Xml.writeIndented(configuration(node, keyFile)));
      Files.writeString(node.start(), startScript(node));
      Files.setPosixFilePermissions(node.start(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Element configuration(LocalNode node, Path keyFile) {
    Element.Builder engine =
        Element.builder("engine")
            .attribute("type", "jgroups")
            .attribute("expected-votes", nodes.size())
            .attribute("two-node", "false")
            .attribute("key-file", keyFile.toString());
    for (LocalNode member : nodes) {
      engine.child(
          Element.of(
              "member",
              "node",
              member.name(),
              "id",
              "" + member.id(),
              "address",
              ADDRESS,
              "port",
              "" + member.enginePort()));
    }
    return Element.of(
            "systole",
            "cluster",
            cluster,
            "node",
            node.name(),
            "state",
            "state",
            "run",
            "run",
            "log",
            "log",
            "trace",
            "traces")
        .plus(engine.build());
  }

  /**
   * What powers a node on, or with the word {@code again} starts its supervisor again, while its
   * daemons and what they started may still be there. All that runs on the node, agents and
   * services included, carries the cluster's and the node's name and this boot's mark in its
   * environment, by which it is found when power is cut.
   */
  private String startScript(LocalNode node) {
    return String.format(
        Locale.ROOT,
        """
        #!/bin/sh
        # Powers %1$s on: its processes are marked with its name and belong to no terminal.
        # What agents remember of a running machine lies where a machine loses it with its power.
        SYSTOLE_DEMO_CLUSTER='%2$s' SYSTOLE_DEMO_NODE='%1$s' SYSTOLE_AGENT_LOG='%3$s'
        JAVA_HOME='%7$s' HA_RSCTMP='%8$s' %9$s="%10$s$$.$(date +%%s%%N)"
        # Daemons judge here what they say, and not only what they hear.
        SYSTOLE_MESSAGES=strict
        export SYSTOLE_DEMO_CLUSTER SYSTOLE_DEMO_NODE SYSTOLE_AGENT_LOG SYSTOLE_MESSAGES
        export JAVA_HOME HA_RSCTMP %9$s
        [ "${1:-}" = again ] || rm -rf "$HA_RSCTMP" || exit 1
        mkdir -p "$HA_RSCTMP" || exit 1
        exec setsid '%4$s' supervisor --config '%5$s' >>'%6$s' 2>&1 </dev/null
        """,
        node.name(),
        cluster,
        agentLog(),
        Image.home().resolve("bin/systoled"),
        node.configuration(),
        node.console(),
        System.getProperty("java.home"),
        node.folder().resolve("run/agents"),
        PowerSwitch.MARK,
        PowerSwitch.markOf(cluster, node.name()));
  }

  /** Ports that nobody listened at a moment ago, all different. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(ADDRESS_BYTES));
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
