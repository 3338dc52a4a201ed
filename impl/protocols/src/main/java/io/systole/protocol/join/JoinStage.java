package io.systole.protocol.join;

/** How far the DC's round is. */
public enum JoinStage {
  /** Requests are awaited. */
  INTEGRATING,
  /** The best CIB is being made everybody's. */
  SYNCHRONISING,
  /** The acknowledgements are sent; confirmations are awaited. */
  FINALIZING,
  /** All who take part are confirmed: the DC may decide. */
  COMPLETE,
  /** The CIBs could not be synchronised; another round follows soon. */
  FAILED
}
