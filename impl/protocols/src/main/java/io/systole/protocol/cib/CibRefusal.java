package io.systole.protocol.cib;

import io.systole.kernel.Refusal;

/** Why a replica did not do what it was asked for. */
public enum CibRefusal implements Refusal {
  NO_VIEW("this node is in no cluster", "check that its messaging is running, then try again"),
  NOT_SYNCHRONISED(
      "the nodes are just agreeing on one CIB", "try again; it takes a coordinator and a moment"),
  NO_QUORUM(
      "the configuration can't be changed without a quorum",
      "bring back nodes until a quorum has been reached"),
  STALE_EPOCH(
      "a coordinator with a greater epoch has given orders", "leave it to that coordinator"),
  EDIT_REFUSED("the change can't be made in this CIB", "correct the change"),
  NOT_A_MEMBER("sender and hearer are not both in the present view", "none is needed"),
  STALE_MESSAGE("the message belongs to a round or view that is over", "none is needed"),
  NOT_THE_SOURCE("the snapshot is not from the replica that has the best", "none is needed"),
  DAMAGED_SNAPSHOT("the snapshot is not the CIB that its sender announced", "none is needed"),
  TOO_MANY_OUTSTANDING(
      "too many changes of this node await their acknowledgement", "wait for some, then try again"),
  REQUEST_IN_USE("a change with this number awaits its acknowledgement", "choose another number"),
  CANT_STORE("the CIB can't be stored on this node", "free space where the CIB is stored"),
  VIEW_CHANGED("nodes came or went before the round had ended", "start another round"),
  DIVERGED(
      "this node's CIB differs from another's of the same version",
      "report this as a fault of the program; the next round repairs it"),
  NOTHING_TO_STORE("nothing has to be stored", "none is needed");

  private final String reason;
  private final String remedy;

  CibRefusal(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }

  /** For a person, in words. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
