package io.systole.daemons;

/** What a process's end says to whoever started it, by the numbers of sysexits. */
public enum Exit {
  OK(0),
  /** The command line is wrong. */
  USAGE(64),
  /** Something that the role needs is not there. */
  UNAVAILABLE(69),
  /** A broken invariant or an error that nobody expected: nothing that the process says counts. */
  INTERNAL(70),
  /** The program was replaced while it ran: start it again. */
  NEW_BUILD(75),
  /** The configuration can't be used. */
  CONFIGURATION(78);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
