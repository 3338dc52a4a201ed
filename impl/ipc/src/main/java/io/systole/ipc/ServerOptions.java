package io.systole.ipc;

import java.nio.file.Path;

/**
 * How a server presents itself.
 *
 * @param socket where to listen; its folder must exist
 * @param role the server's name for people
 * @param build the server's build id
 * @param check judges what clients and the server say
 */
public record ServerOptions(
    Path socket, String role, String build, Access access, IpcLimits limits, MessageCheck check) {

  public static ServerOptions of(Path socket, String role, String build) {
    return new ServerOptions(
        socket, role, build, Access.ownerAndRoot(), IpcLimits.DEFAULT, MessageCheck.NONE);
  }

  public ServerOptions with(Access newAccess) {
    return new ServerOptions(socket, role, build, newAccess, limits, check);
  }

  public ServerOptions with(IpcLimits newLimits) {
    return new ServerOptions(socket, role, build, access, newLimits, check);
  }

  public ServerOptions with(MessageCheck newCheck) {
    return new ServerOptions(socket, role, build, access, limits, newCheck);
  }
}
