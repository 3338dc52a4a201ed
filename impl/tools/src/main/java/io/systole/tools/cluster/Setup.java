package io.systole.tools.cluster;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.tools.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The files of a new cluster on Corosync.
 *
 * @param cluster its name
 * @param self the node whose files are written
 * @param tokenMillis after how long without a sign a node is lost
 */
record Setup(String cluster, NodeName self, ImmutableList<Place> nodes, int tokenMillis) {

  /** A node with an address for each link. */
  record Place(NodeName node, ImmutableList<String> addresses) {}

  /** Reads {@code NAME=ADDRESS[+ADDRESS],...}. */
  static ImmutableList<Place> places(String text) throws ToolException {
    ImmutableList.Builder<Place> places = ImmutableList.builder();
    for (String part : Splitter.on(',').split(text)) {
      List<String> sides = Splitter.on('=').limit(2).splitToList(part);
      if (sides.size() != 2 || sides.get(1).isEmpty()) {
        throw ToolException.usage(
            "'" + part + "' is no node",
            "Give NAME=ADDRESS, or NAME=ADDRESS+ADDRESS for two links.");
      }
      try {
        places.add(
            new Place(
                new NodeName(sides.get(0)),
                ImmutableList.copyOf(Splitter.on('+').split(sides.get(1)))));
      } catch (IllegalArgumentException e) {
        throw ToolException.usage(part + ": " + e.getMessage(), "Give NAME=ADDRESS.");
      }
    }
    ImmutableList<Place> all = places.build();
    if (all.stream().map(place -> place.addresses().size()).distinct().count() > 1) {
      throw ToolException.usage(
          "the nodes have different numbers of addresses", "Give each one address a link.");
    }
    if (all.stream().map(Place::node).distinct().count() < all.size()) {
      throw ToolException.usage("a name is given twice", "Give each node a name of its own.");
    }
    return all;
  }

  /** Whether this is the example that Debian's package of Corosync brings, as it comes. */
  static boolean isExample(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.contains("cluster_name: debian") && text.contains("ring0_addr: 127.0.0.1");
  }

  String corosyncConf() {
    StringBuilder text = new StringBuilder();
    text.append("# Written by 'systole cluster setup'. The same file belongs on all nodes.\n");
    text.append("totem {\n  version: 2\n  cluster_name: ").append(cluster);
    text.append("\n  transport: knet\n  crypto_cipher: aes256\n  crypto_hash: sha256\n  token: ");
    text.append(tokenMillis).append("\n  token_coefficient: 0\n}\n\n");
    text.append("quorum {\n  provider: corosync_votequorum\n");
    text.append(nodes.size() == 2 ? "  two_node: 1\n}\n\n" : "}\n\n");
    text.append("logging {\n  to_logfile: yes\n  logfile: /var/log/corosync/corosync.log\n");
    text.append("  to_syslog: yes\n  timestamp: hires\n}\n\nnodelist {\n");
    int id = 0;
    for (Place place : nodes) {
      text.append("  node {\n    name: ").append(place.node());
      text.append("\n    nodeid: ").append(++id).append('\n');
      for (int link = 0; link < place.addresses().size(); link++) {
        text.append("    ring").append(link).append("_addr: ").append(place.addresses().get(link));
        text.append('\n');
      }
      text.append("  }\n");
    }
    return text.append("}\n").toString();
  }

  String systoleXml() {
    return """
    <systole cluster="CLUSTER" node="SELF" group="haclient">
      <engine type="corosync"/>
      <agents ocf="/usr/lib/ocf" fence="/usr/sbin"/>
    </systole>
    """
        .replace("CLUSTER", cluster)
        .replace("SELF", self.value());
  }
}
