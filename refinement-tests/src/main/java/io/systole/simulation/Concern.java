package io.systole.simulation;

/** What is left to chance; each draws for itself, so that one draw more moves no others. */
enum Concern {
  /** Which faults strike, and when. */
  CHAOS,
  /** When nodes have power. */
  POWER,
  /** How long daemons take. */
  DAEMONS,
  /** What agents do. */
  AGENTS,
  /** How long disks take. */
  DISKS,
  /** What administrators want. */
  CLIENTS
}
