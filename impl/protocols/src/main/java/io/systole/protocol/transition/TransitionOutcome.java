package io.systole.protocol.transition;

/** How a transition ended. */
public enum TransitionOutcome {
  /** All actions are confirmed. */
  COMPLETE,
  /** It was aborted, and what was under way then has ended. */
  ABORTED,
  /** An action failed, and what was under way then has ended. */
  FAILED,
  /** Nothing is under way, and nothing more can begin: the graph waits for itself. */
  STUCK
}
