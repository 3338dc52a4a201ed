package io.systole.daemons.supervisor;

/**
 * What the supervisor is after.
 *
 * <pre>
 *   UP ── StopAsked, another build ──> LEAVING ── LeaveEnded, too late ──> STOPPING ──> ENDED
 *   UP ── no controller to ask ──> STOPPING
 *   UP, LEAVING ── too many restarts, a role is misconfigured ──> ABANDONED ──> ENDED
 *   STOPPING ── the supervisor is of the installed build ──> UP
 * </pre>
 */
public enum NodePhase {
  /** All roles are to run. */
  UP,
  /** All roles are to run until the cluster has moved away what runs here. */
  LEAVING,
  /** The roles end, one after another, last started first. */
  STOPPING,
  /** The roles are killed, all at once. */
  ABANDONED,
  /** Nothing runs. */
  ENDED
}
