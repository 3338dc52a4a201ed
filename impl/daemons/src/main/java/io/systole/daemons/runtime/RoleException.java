package io.systole.daemons.runtime;

/** A role can't work. The message names the thing, the cause and the remedy. */
public final class RoleException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean misconfigured;

  public RoleException(String message) {
    super(message);
    this.misconfigured = false;
  }

  public RoleException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private RoleException(String message, Throwable cause, boolean misconfigured) {
    super(message, cause);
    this.misconfigured = misconfigured;
  }

  /** The configuration has to be corrected first; to try again is no use. */
  public static RoleException misconfigured(String message, Throwable cause) {
    return new RoleException(message, cause, true);
  }

  /** Whether the role can't work before the configuration is corrected. */
  public boolean isMisconfigured() {
    return misconfigured;
  }

  /** The same for another thread to throw, with this one's stack below its own. */
  public RoleException again() {
    return new RoleException(String.valueOf(getMessage()), this, misconfigured);
  }
}
