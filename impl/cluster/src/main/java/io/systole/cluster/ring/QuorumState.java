package io.systole.cluster.ring;

/**
 * What an engine says of a ring's quorum.
 *
 * @param quorate whether the ring's nodes may act for the whole cluster
 * @param quorum how many nodes are needed for that
 */
public record QuorumState(boolean quorate, int quorum) {

  /** What holds if both are said of one ring: the more careful. */
  QuorumState and(QuorumState other) {
    return new QuorumState(quorate && other.quorate, Math.max(quorum, other.quorum));
  }
}
