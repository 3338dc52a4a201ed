package io.systole.protocol.fencing;

/** What came of one run of an agent. */
public enum AgentOutcome {
  /** It said that the action was done. */
  SUCCEEDED,
  /** It said that the action failed, or could not be run at all. */
  FAILED,
  /** It was stopped when its time was over. The action may have been done. */
  TIMED_OUT
}
