package io.systole.daemons.supervisor;

/** Why a node's roles are stopped. */
public enum Ending {
  /** The administrator wants it. */
  STOP,
  /** The program was replaced, and roles of two builds are not mixed. */
  NEW_BUILD,
  /** Its roles don't stay up, and its peers shall take over. */
  GIVE_UP,
  /** A role can't work as it is configured, and starting it again would not change that. */
  MISCONFIGURED
}
