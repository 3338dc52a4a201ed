package io.systole.ipc;

/**
 * Who is at the other end of a socket, as the kernel says.
 *
 * @param user name of the effective user, or its number if it has no name
 * @param group name of the effective group, or its number if it has no name
 */
public record Credentials(String user, String group) {}
