package io.systole.agents;

import java.time.Duration;

/**
 * How a command ended.
 *
 * @param ending why it ended
 * @param exitCode as the shell counts: 128 and the signal's number for a process that was killed;
 *     meaningful only if it exited
 * @param output what it wrote to its standard output
 * @param errors what it wrote to its standard error
 * @param took from start to end
 */
public record CommandResult(
    Ending ending, int exitCode, Output output, Output errors, Duration took) {

  /** Why a command ended. */
  public enum Ending {
    /** By itself, or by a signal of somebody else. */
    EXITED,

    /** Its time was over. */
    TIMED_OUT,

    /** Whoever had started it wanted it to end. */
    CANCELLED,

    /** It never began; {@link CommandResult#errors} has the reason. */
    NOT_STARTED
  }
}
