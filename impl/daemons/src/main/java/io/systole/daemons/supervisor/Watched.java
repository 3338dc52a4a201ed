package io.systole.daemons.supervisor;

/**
 * A role under supervision. Times are of the supervisor's waking time, see {@link
 * SupervisorState#awake()}.
 *
 * @param pid the process's id, 0 if there is none
 * @param build of the process, empty until it has told
 * @param since when the phase began; for a resting role, when its rest ends
 * @param heard when it last answered
 * @param failures how often in a row it ended soon after its start
 * @param restarts how often it was started again since the supervisor began
 */
public record Watched(
    String name,
    RolePhase phase,
    long pid,
    String build,
    long since,
    long heard,
    int failures,
    int restarts) {

  static Watched down(String name) {
    return new Watched(name, RolePhase.DOWN, 0, "", 0, 0, 0, 0);
  }

  /** In a phase that has no process. */
  Watched without(RolePhase newPhase, long newSince) {
    return new Watched(name, newPhase, 0, "", newSince, 0, failures, restarts);
  }

  /** With a new process that has not answered. */
  Watched starting(long newPid, long now) {
    return new Watched(name, RolePhase.STARTING, newPid, "", now, now, failures, restarts);
  }

  /** The process answered. */
  Watched answered(String newBuild, long now) {
    long begun = phase == RolePhase.RUNNING ? since : now;
    return new Watched(name, RolePhase.RUNNING, pid, newBuild, begun, now, failures, restarts);
  }

  /** In another phase with the same process. */
  Watched in(RolePhase newPhase, long now) {
    return new Watched(name, newPhase, pid, build, now, heard, failures, restarts);
  }

  /** After one more failure, or after the first one of a row. */
  Watched failed(boolean soon) {
    int row = soon ? failures + 1 : 1;
    return new Watched(name, phase, pid, build, since, heard, row, restarts + 1);
  }
}
