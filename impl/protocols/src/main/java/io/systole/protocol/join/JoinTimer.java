package io.systole.protocol.join;

/** The timers of the join sequence. */
public enum JoinTimer {
  /** A member waits for an offer. */
  OFFER,
  /** The DC waits for requests. */
  INTEGRATION,
  /** The DC waits for confirmations. */
  FINALIZATION,
  /** The DC waits before it begins again after a failure. */
  RETRY
}
