package io.systole.protocol.transition;

/** What has become of an action. One that is not mentioned waits for its inputs. */
public enum ActionStatus {
  /** Begun; its end is awaited. */
  STARTED,
  /** Ended as wanted, so that what depends on it may begin. */
  CONFIRMED,
  /** Ended otherwise, or not in time. */
  FAILED
}
