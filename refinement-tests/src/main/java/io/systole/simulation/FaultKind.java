package io.systole.simulation;

/** Things that go wrong, and one that goes right while they do. */
public enum FaultKind {
  /** A node loses its power, and has it back after a while. */
  NODE_CRASH,
  /** A node stands still and goes on as if nothing had been. */
  NODE_PAUSE,
  /** Nodes are parted. */
  PARTITION,
  /** One node does not hear another. */
  LINK_CUT,
  /** What a node sends and hears is late for a while. */
  CLOG,
  /** What a node has just sent is lost. */
  MESSAGE_LOSS,
  /** A daemon is killed. */
  DAEMON_KILL,
  /** A daemon stands still. */
  DAEMON_PAUSE,
  /** A resource ceases to work. */
  RESOURCE_FAILURE,
  /** A disk takes no more for a while. */
  DISK_FULL,
  /** A node's clock is set, and is set right after a while. */
  CLOCK_STEP,
  /** An administrator changes the configuration. */
  CONFIGURATION_CHANGE
}
