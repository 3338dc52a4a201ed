package io.systole.cluster.inprocess;

import com.google.common.base.Strings;
import java.time.Duration;

/**
 * Something that the network did to the cluster, for traces and reports.
 *
 * @param at since the start of the simulation
 * @param kind what was done
 * @param what to whom, in words
 */
public record Fault(Duration at, Kind kind, String what) {

  /** What can be done to a cluster. */
  public enum Kind {
    START,
    CRASH,
    PAUSE,
    RESUME,
    PAUSE_PROCESS,
    RESUME_PROCESS,
    KILL_PROCESS,
    DROP_PROCESS,
    CUT,
    HEAL,
    CLOG,
    LOSS,
    VIEW
  }

  @Override
  public String toString() {
    String nanos = Strings.padStart(Integer.toString(at.toNanosPart()), 9, '0');
    return at.toSeconds() + "." + nanos + " " + kind + " " + what;
  }
}
