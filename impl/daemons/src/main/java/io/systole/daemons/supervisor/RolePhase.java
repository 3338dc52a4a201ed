package io.systole.daemons.supervisor;

/** Where a role's process stands. */
public enum RolePhase {
  /** There is none, and none is wanted now. */
  DOWN(false),
  /** There may be one that an earlier supervisor started. */
  SOUGHT(false),
  /** It is about to be there. */
  LAUNCHING(false),
  /** It is there and has not answered yet. */
  STARTING(true),
  /** It answers. */
  RUNNING(true),
  /** It did not answer in time; it is writing its stacks, and will be killed. */
  STUCK(true),
  /** It was killed and has not ended yet. */
  KILLED(true),
  /** It was asked to end. */
  STOPPING(true),
  /** It has ended and is started again after a pause. */
  RESTING(false);

  private final boolean process;

  RolePhase(boolean process) {
    this.process = process;
  }

  /** Whether there is a process whose id is known. */
  public boolean hasProcess() {
    return process;
  }
}
