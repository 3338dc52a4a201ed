package io.systole.cluster.group;

/**
 * What a node knows of the quorum. The nodes of a view tell each other and count by the same rule
 * from then on, even if their configurations differ.
 *
 * @param votes the greatest number of votes that the node has heard of
 * @param twoNode whether either of two nodes may act alone
 * @param released whether the node need not (or need no more) wait for all others
 */
public record QuorumClaim(int votes, boolean twoNode, boolean released) {

  /** The claim that follows from two: the more careful number, and either's experience. */
  QuorumClaim and(QuorumClaim other) {
    return new QuorumClaim(
        Math.max(votes, other.votes), twoNode && other.twoNode, released || other.released);
  }

  /** The claim once this many nodes have been seen at once. */
  QuorumClaim seeing(int nodes) {
    int all = Math.max(votes, nodes);
    return new QuorumClaim(all, twoNode && all == 2, released || nodes >= all);
  }

  /** How many nodes are needed. */
  public int quorum() {
    return twoNode ? 1 : votes / 2 + 1;
  }

  boolean quorate(int nodes) {
    return released && nodes >= quorum();
  }
}
