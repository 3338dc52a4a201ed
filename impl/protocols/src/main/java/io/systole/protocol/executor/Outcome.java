package io.systole.protocol.executor;

/**
 * How an operation ended, in the numbers of the CIB.
 *
 * @param rcCode what the agent said
 * @param opStatus whether it could say anything; 0 is that it could
 * @param exitReason in words, for the administrator, or empty
 */
public record Outcome(int rcCode, int opStatus, String exitReason) {

  /** {@link #opStatus} of an agent that ended by itself. */
  public static final int DONE = 0;

  /** {@link #opStatus} of what was given up before it began. */
  public static final int CANCELLED = 1;

  /** {@link #opStatus} of what could not be carried out. */
  public static final int ERROR = 4;

  /** {@link #opStatus} of what is still under way. */
  public static final int PENDING = -1;

  private static final int RC_ERROR = 1;

  /** Longer reasons are cut. */
  public static final int MAX_REASON = 1000;

  /** The {@code rc-code} of what is still under way. */
  public static final int RC_PENDING = 193;

  /** Still under way. */
  static final Outcome UNDER_WAY = new Outcome(RC_PENDING, PENDING, "");

  /** The coordinator that had ordered it was replaced before it began. */
  static final Outcome SUPERSEDED =
      new Outcome(RC_ERROR, CANCELLED, "the coordinator that ordered this was replaced");

  /** The executor was killed while it ran, so what it achieved is not known. */
  static final Outcome INTERRUPTED =
      new Outcome(RC_ERROR, ERROR, "the executor was restarted while this ran");

  public Outcome {
    exitReason =
        exitReason.length() > MAX_REASON ? exitReason.substring(0, MAX_REASON) : exitReason;
  }

  /** Whether it is not what was expected. */
  boolean isFailure(int targetRc) {
    return opStatus != CANCELLED && opStatus != PENDING && (opStatus != DONE || rcCode != targetRc);
  }

  /** Whether a reader who knows {@code other} learns nothing from this. */
  boolean saysTheSame(Outcome other) {
    return rcCode == other.rcCode && opStatus == other.opStatus;
  }
}
