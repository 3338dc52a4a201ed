package io.systole.cluster.inprocess;

import io.systole.kernel.NodeName;
import java.util.Comparator;
import java.util.TreeSet;

/** Which ways between nodes are cut. */
final class Links {

  private final TreeSet<Way> cut = new TreeSet<>(Way.ORDER);

  private record Way(NodeName from, NodeName to) {
    static final Comparator<Way> ORDER = Comparator.comparing(Way::from).thenComparing(Way::to);
  }

  void cut(NodeName from, NodeName to) {
    cut.add(new Way(from, to));
  }

  void mend() {
    cut.clear();
  }

  /** Whether the two hear each other. One that is not heard is as good as gone. */
  boolean connects(NodeName one, NodeName other) {
    return !cut.contains(new Way(one, other)) && !cut.contains(new Way(other, one));
  }
}
