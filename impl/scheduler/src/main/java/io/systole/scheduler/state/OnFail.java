package io.systole.scheduler.state;

/** What follows from an operation's failure, from lenient to severe. */
public enum OnFail {
  IGNORE,
  DEMOTE,
  RESTART,
  RESET_REMOTE,
  RESTART_CONTAINER,
  BAN,
  BLOCK,
  STOP,
  STANDBY,
  FENCE
}
