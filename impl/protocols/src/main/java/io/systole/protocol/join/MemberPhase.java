package io.systole.protocol.join;

/** How far this node is in the current round, as it sees it itself. */
public enum MemberPhase {
  /** No offer has come. */
  IDLE,
  /** An offer has come; what this node's CIB is like is not known yet. */
  OFFERED,
  /** The request has been sent. */
  REQUESTED,
  /** The acknowledgement has come; the history is being put into the CIB. */
  ACKNOWLEDGED,
  /** The confirmation has been sent: this node takes the DC's orders. */
  CONFIRMED,
  /** The DC refused this node; only another view can change that. */
  REFUSED
}
