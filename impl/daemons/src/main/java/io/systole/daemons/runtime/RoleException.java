package io.systole.daemons.runtime;

/** A role can't work. The message names the thing, the cause and the remedy. */
public final class RoleException extends Exception {

  private static final long serialVersionUID = 1L;

  public RoleException(String message) {
    super(message);
  }

  public RoleException(String message, Throwable cause) {
    super(message, cause);
  }
}
