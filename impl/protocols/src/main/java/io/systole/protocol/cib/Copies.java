package io.systole.protocol.cib;

import io.systole.kernel.View;

/** How many copies a configuration needs. */
final class Copies {

  private Copies() {}

  /**
   * How many replicas have to hold what is to outlast the others: a quorum, and a majority of the
   * nodes that are here. In two-node mode one node is a quorum; as long as both are here, what one
   * of them holds alone would be lost with it, since the other may go on without it.
   *
   * <p>Spec: {@code CibNode!Needed}.
   */
  static int needed(View view) {
    return Math.max(view.quorum(), view.nodes().size() / 2 + 1);
  }
}
