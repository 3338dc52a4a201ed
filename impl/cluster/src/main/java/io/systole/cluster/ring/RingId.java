package io.systole.cluster.ring;

import io.systole.kernel.NodeName;

/**
 * Names a ring, which is what the engine calls its nodes as long as none comes or goes.
 *
 * @param sequence greater on each node than that of the ring before, also after a restart
 * @param creator the node that formed it, which tells apart the sides of a partition
 */
public record RingId(long sequence, NodeName creator) {

  @Override
  public String toString() {
    return sequence + "@" + creator;
  }
}
