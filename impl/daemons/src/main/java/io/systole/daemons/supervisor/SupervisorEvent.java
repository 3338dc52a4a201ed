package io.systole.daemons.supervisor;

/** What a supervisor hears. */
public sealed interface SupervisorEvent {

  /** When it happened, in milliseconds of a clock that never goes back. */
  long now();

  /** The supervisor's process has begun. */
  record Began(long now) implements SupervisorEvent {}

  /** A process that an earlier supervisor started still serves the role. */
  record Found(String role, long pid, long now) implements SupervisorEvent {}

  /** Nobody serves the role. */
  record Missed(String role, long now) implements SupervisorEvent {}

  /** A process of the role was started. */
  record Launched(String role, long pid, long now) implements SupervisorEvent {}

  /** No process could be started. */
  record LaunchFailed(String role, String reason, long now) implements SupervisorEvent {}

  /** The role's event loop has answered a ping. */
  record Ponged(String role, long pid, String build, long now) implements SupervisorEvent {}

  /**
   * The role's process has ended.
   *
   * @param installed the build that would be started now
   */
  record Exited(String role, long pid, String installed, RoleEnd end, long now)
      implements SupervisorEvent {}

  /** A ping interval has passed. */
  record Ticked(long now) implements SupervisorEvent {}

  /**
   * The administrator wants the node to stop.
   *
   * @param leaveFirst whether the cluster is asked first to move away what runs here
   */
  record StopAsked(boolean leaveFirst, long now) implements SupervisorEvent {}

  /**
   * The controller has answered, or will not.
   *
   * @param left whether nothing runs here any more
   */
  record LeaveEnded(boolean left, String reason, long now) implements SupervisorEvent {}
}
