package io.systole.cluster.inprocess;

import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which ways between nodes are cut, and which nodes' are clogged. */
final class Links {

  private final TreeSet<Way> cut = new TreeSet<>(Way.ORDER);
  private final TreeMap<NodeName, Duration> clogged = new TreeMap<>();

  private record Way(NodeName from, NodeName to) {
    static final Comparator<Way> ORDER = Comparator.comparing(Way::from).thenComparing(Way::to);
  }

  void cut(NodeName from, NodeName to) {
    cut.add(new Way(from, to));
  }

  /** What the node sends and hears takes up to that much longer. */
  void clog(NodeName node, Duration most) {
    clogged.put(node, most);
  }

  /** The most that is added to what the node sends and hears. */
  Duration clog(NodeName node) {
    return clogged.getOrDefault(node, Duration.ZERO);
  }

  void mend() {
    cut.clear();
    clogged.clear();
  }

  /** Whether the two hear each other. One that is not heard is as good as gone. */
  boolean connects(NodeName one, NodeName other) {
    return !cut.contains(new Way(one, other)) && !cut.contains(new Way(other, one));
  }
}
