package io.systole.cluster.group;

/**
 * When the nodes of a view may act for the whole cluster.
 *
 * @param expectedVotes how many nodes the cluster has; one vote each
 * @param twoNode either of two nodes may act alone; fencing then decides between them
 * @param waitForAll a node that starts is not quorate before it has seen all nodes at once, or one
 *     that has. In two-node mode this is what keeps a node that boots without its peer from
 *     starting everything a second time.
 */
public record QuorumPolicy(int expectedVotes, boolean twoNode, boolean waitForAll) {

  /** The most nodes a cluster may have. */
  public static final int MAX_VOTES = 128;

  public QuorumPolicy {
    if (expectedVotes < 1 || expectedVotes > MAX_VOTES) {
      throw new IllegalArgumentException(
          "expected-votes is " + expectedVotes + "; give a number from 1 to " + MAX_VOTES);
    }
    if (twoNode && expectedVotes != 2) {
      throw new IllegalArgumentException(
          "two-node mode needs expected-votes=\"2\", not " + expectedVotes);
    }
  }

  /** A majority of {@code expectedVotes} is quorate. */
  public static QuorumPolicy majority(int expectedVotes) {
    return new QuorumPolicy(expectedVotes, false, false);
  }

  /** Two nodes of which either is enough, once they have met. */
  public static QuorumPolicy twoNodes() {
    return new QuorumPolicy(2, true, true);
  }

  /** What a node that has just started says of itself. */
  QuorumClaim claim() {
    return new QuorumClaim(expectedVotes, twoNode, !waitForAll);
  }
}
