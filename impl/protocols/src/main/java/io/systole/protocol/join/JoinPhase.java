package io.systole.protocol.join;

/**
 * How far a node is in the current round, as the DC sees it. A node goes through them in this order
 * and falls back to {@link #NONE} when it is lost, refused or when a new round begins.
 */
public enum JoinPhase {
  /** Takes no part: not offered, refused, or too slow. */
  NONE,
  /** The DC has sent an offer. */
  WELCOMED,
  /** Its request has come, with what it says of its CIB. */
  INTEGRATED,
  /** It has the CIB that the DC chose, and the DC's acknowledgement is on its way. */
  FINALIZED,
  /** It has put its whole history of operations into the CIB. */
  CONFIRMED
}
