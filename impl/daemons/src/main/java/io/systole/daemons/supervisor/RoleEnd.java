package io.systole.daemons.supervisor;

/**
 * How a role's process ended.
 *
 * @param how for the log
 * @param misconfigured whether it said that it can't work as it is configured, so that the next one
 *     would end the same way
 */
public record RoleEnd(String how, boolean misconfigured) {

  /** An end after which another process may well live. */
  public static RoleEnd of(String how) {
    return new RoleEnd(how, false);
  }
}
