package io.systole.daemons.supervisor;

/** What a supervisor has done. */
public sealed interface SupervisorEffect {

  /** Look whether a process of the role is alive; ends in {@code Found} or {@code Missed}. */
  record Find(String role) implements SupervisorEffect {}

  /** Start a process; ends in {@code Launched} or {@code LaunchFailed}, later in {@code Exited}. */
  record Launch(String role) implements SupervisorEffect {}

  /** Ask the role's event loop whether it turns. */
  record Ping(String role) implements SupervisorEffect {}

  /** Have the process write the stacks of its threads to its log, even if it is stopped. */
  record DumpStacks(String role, long pid) implements SupervisorEffect {}

  /** Ask the process to end in order. */
  record Terminate(String role, long pid) implements SupervisorEffect {}

  /** End the process. */
  record Kill(String role, long pid) implements SupervisorEffect {}

  /** Ask the controller to have all that runs here moved away; ends in {@code LeaveEnded}. */
  record AskLeave() implements SupervisorEffect {}

  /** Tell the administrator. */
  record Report(boolean alarming, String text) implements SupervisorEffect {}

  /** All processes have ended, and so does the supervisor. */
  record End(Ending ending) implements SupervisorEffect {}
}
