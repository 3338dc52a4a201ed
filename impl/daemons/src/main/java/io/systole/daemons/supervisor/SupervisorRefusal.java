package io.systole.daemons.supervisor;

import io.systole.kernel.Refusal;

/** Why a supervisor did not act on an event. */
public enum SupervisorRefusal implements Refusal {
  /** The node has ended. */
  ENDED,
  /** There is no such role. */
  UNKNOWN_ROLE,
  /** The event is not of the process that is watched. */
  OTHER_PROCESS,
  /** The role or the node is not in a phase in which this means something. */
  OUT_OF_PHASE
}
