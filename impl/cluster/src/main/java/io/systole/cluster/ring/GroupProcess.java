package io.systole.cluster.ring;

import io.systole.kernel.NodeName;
import java.util.Comparator;

/**
 * A process that is in a group.
 *
 * @param pid as its own node knows it
 */
public record GroupProcess(NodeName node, long pid) implements Comparable<GroupProcess> {

  private static final Comparator<GroupProcess> ORDER =
      Comparator.comparing(GroupProcess::node).thenComparingLong(GroupProcess::pid);

  @Override
  public int compareTo(GroupProcess other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return node + "/" + pid;
  }
}
