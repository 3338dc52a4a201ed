package io.systole.protocol.fencing;

/** A timer of a round; equal values name the same timer. */
public sealed interface FencingTimer {

  /** The longest that an originator waits for replies to its query. */
  record QueryTimer(OperationId operation) implements FencingTimer {}

  /** The longest that an originator waits for a peer to execute. */
  record ExecuteTimer(CallId call) implements FencingTimer {}

  /** The longest that a round may take: the client's own timeout. */
  record RoundTimer(OperationId operation) implements FencingTimer {}

  /** How long an executor holds an order back. */
  record DelayTimer(CallId call) implements FencingTimer {}
}
