package io.systole.kernel;

import com.google.common.collect.ImmutableSortedSet;

/**
 * Who is there, as the engine under a daemon sees it.
 *
 * <p>A view says two things that must be told apart: which machines can be reached, and on which of
 * them the process of this group takes part. A node whose controller was killed and is coming back
 * is a node without a member, not a lost node.
 *
 * @param id names the view; the order of messages is agreed within it and not across views
 * @param nodes the machines that this one can reach, itself included
 * @param members the nodes of {@code nodes} whose process has joined this group
 * @param quorum how many nodes are needed to be quorate
 * @param quorate whether {@code nodes} may act for the whole cluster
 */
public record View(
    ViewId id,
    ImmutableSortedSet<NodeName> nodes,
    ImmutableSortedSet<NodeName> members,
    int quorum,
    boolean quorate) {

  public View {
    if (!nodes.containsAll(members)) {
      throw new IllegalArgumentException(
          "view " + id + " has members " + members + " outside of its nodes " + nodes);
    }
  }
}
