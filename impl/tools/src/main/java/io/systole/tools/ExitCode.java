package io.systole.tools;

/** The exit statuses of the field's tools, so that scripts keep working. */
public enum ExitCode {
  /** All went well. */
  OK(0),
  /** It did not succeed, for a reason that no other status names. */
  ERROR(1),
  /** Whoever asks may not. */
  NOT_ALLOWED(4),
  /** The command line was wrong. */
  USAGE(64),
  /** The input was wrong. */
  DATA(65),
  /** The input could not be read. */
  NO_INPUT(66),
  /** The cluster or the daemon is not there. */
  UNAVAILABLE(69),
  /** A defect in this program. */
  SOFTWARE(70),
  /** A file could not be written. */
  CANNOT_CREATE(73),
  /** The configuration of the node was wrong. */
  CONFIGURATION(78),
  /** The daemon went away before it answered. */
  DISCONNECTED(102),
  /** The change is for an older state than there is. */
  OLD(103),
  /** What was named does not exist. */
  NO_SUCH(105),
  /** The cluster does not have quorum. */
  NO_QUORUM(107),
  /** What is to be made is there. */
  EXISTS(108),
  /** What is asked about is over. */
  EXPIRED(110),
  /** What is asked about is still to come. */
  NOT_YET_IN_EFFECT(111),
  /** What is asked about is not so. */
  UNSATISFIED(113),
  /** It took too long. */
  TIMEOUT(124);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
