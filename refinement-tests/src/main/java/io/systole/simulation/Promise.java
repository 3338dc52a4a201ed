package io.systole.simulation;

/** What must never be broken; the promises of ARCHITECTURE.md, by their numbers there. */
public enum Promise {
  /** 1: a resource that may run once never runs on two nodes. */
  RUNS_ONCE,
  /** 2: a node that may still hold resources is not treated as safe without confirmed fencing. */
  FENCED_BEFORE_RECOVERY,
  /** 3: a configuration change that was acknowledged is not lost. */
  ACKNOWLEDGED_STAYS,
  /** 3: and is the same on every node. */
  REPLICAS_AGREE,
  /** 4: a coordinator that has been replaced decides nothing. */
  NO_STALE_COORDINATOR,
  /** 5: a finished fencing operation stays finished, and every client hears the same of it. */
  FENCING_STAYS_FINISHED,
  /** 6: no input crashes a daemon. */
  NOTHING_CRASHES,
  /** Once faults have stopped, the cluster comes to rest with all of its resources running. */
  CONVERGES
}
