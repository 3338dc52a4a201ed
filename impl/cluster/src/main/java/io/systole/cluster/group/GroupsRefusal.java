package io.systole.cluster.group;

import io.systole.kernel.Refusal;

/** Why {@link Groups} did not act. */
public enum GroupsRefusal implements Refusal {
  /** A process of this node is in that group already. */
  ALREADY_JOINED,
  /** No process of this node is in that group. */
  NOT_JOINED,
  /** The node is in as many groups as it may be. */
  TOO_MANY_GROUPS,
  /** The message belongs to a view that is not this node's. */
  OTHER_VIEW,
  /** The message's sender is not in the view. */
  UNKNOWN_SENDER,
  /** The sender has announced itself in this view already. */
  ANNOUNCED_ALREADY,
  /** Something came before the view's announcements were complete. */
  TOO_EARLY,
  /** The sender's process is not, or no more, in the group. */
  SENDER_NOT_IN_GROUP,
  /** The view is not newer than the one before. */
  OLD_VIEW,
  /** The view does not hold this node. */
  NOT_OUR_VIEW,
  /** Nothing is overdue. */
  NOT_TRANSFERRING,
  /** The engine was lost before. */
  LOST
}
