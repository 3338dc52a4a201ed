package io.systole.protocol.election;

/** How far the election in the current view is. */
public enum ElectionPhase {
  /** In no view, so there is nobody to elect. */
  OUTSIDE,
  /** Waiting for nodes that are still starting; any vote or the dead time ends this. */
  HOLDING,
  /** This node has voted, or is about to; votes are missing. */
  VOTING,
  /** All members have voted, so there is a winner. */
  DECIDED
}
