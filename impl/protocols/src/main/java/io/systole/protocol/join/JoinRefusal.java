package io.systole.protocol.join;

import io.systole.kernel.Refusal;

/** Why the join sequence did not act on an event. */
public enum JoinRefusal implements Refusal {
  /** The message or answer is of another round than the current one. */
  OTHER_ROUND,
  /** Only the coordinator of an epoch may say this, and only while it is the DC. */
  NOT_FROM_DC,
  /** This is for the DC, and this node is not the DC. */
  NOT_DC,
  /** The message is for other nodes. */
  NOT_ADDRESSED,
  /** This offer has been taken already. */
  ALREADY_OFFERED,
  /** The node has not been offered a place, or its request was accepted already. */
  NOT_WELCOMED,
  /** The node was not acknowledged, or it has confirmed already. */
  NOT_FINALIZED,
  /** This node has not asked for what came. */
  NOT_ASKED,
  /** The round is not at the point at which this means something. */
  OTHER_STAGE,
  /** Nothing new is said. */
  NOTHING_NEW
}
