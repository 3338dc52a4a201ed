package io.systole.daemons.supervisor;

import static io.systole.kernel.Invariants.invariant;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Invariants;

/** What is true of every state of a supervisor. */
public final class SupervisorInvariants {

  public static final Invariants<SupervisorState> ALL =
      Invariants.of(
          invariant("APhaseWithAProcessHasItsId", SupervisorInvariants::idsFitPhases),
          invariant("NoProcessIsWatchedTwice", SupervisorInvariants::idsDiffer),
          invariant("AStoppingNodeStartsNothing", SupervisorInvariants::stoppingStartsNothing),
          invariant("RolesStopInOrder", SupervisorInvariants::stopsInOrder),
          invariant("AnEndedNodeHasNoProcess", SupervisorInvariants::endedIsEmpty),
          invariant("ANodeThatGoesDownHasAReason", SupervisorInvariants::endingHasReason),
          invariant("RestartsAreBounded", SupervisorInvariants::restartsAreBounded));

  private SupervisorInvariants() {}

  private static boolean idsFitPhases(SupervisorState state) {
    return state.roles().stream().allMatch(role -> role.phase().hasProcess() == role.pid() > 0);
  }

  private static boolean idsDiffer(SupervisorState state) {
    ImmutableList<Long> pids =
        state.roles().stream()
            .map(Watched::pid)
            .filter(pid -> pid > 0)
            .collect(ImmutableList.toImmutableList());
    return pids.stream().distinct().count() == pids.size();
  }

  private static boolean stoppingStartsNothing(SupervisorState state) {
    return switch (state.phase()) {
      case STOPPING, ABANDONED, ENDED ->
          state.roles().stream().noneMatch(role -> role.phase() == RolePhase.RESTING);
      case UP, LEAVING -> true;
    };
  }

  /** When one has been asked to stop, those that were started after it have ended. */
  private static boolean stopsInOrder(SupervisorState state) {
    if (state.phase() != NodePhase.STOPPING) {
      return true;
    }
    boolean stopping = false;
    for (Watched role : state.roles()) {
      if (stopping && role.phase() != RolePhase.DOWN) {
        return false;
      }
      stopping = stopping || role.phase() == RolePhase.STOPPING;
    }
    return true;
  }

  private static boolean endedIsEmpty(SupervisorState state) {
    return state.phase() != NodePhase.ENDED
        || state.roles().stream().allMatch(role -> role.phase() == RolePhase.DOWN);
  }

  private static boolean endingHasReason(SupervisorState state) {
    return state.ending().isPresent() == (state.phase() != NodePhase.UP);
  }

  private static boolean restartsAreBounded(SupervisorState state) {
    return state.restarts().size() <= state.limits().restartsPerMinute() + 1;
  }
}
