package io.systole.ipc;

import java.nio.file.Path;

/**
 * How a server presents itself.
 *
 * @param socket where to listen; its folder must exist
 * @param role the server's name for people
 * @param build the server's build id
 */
public record ServerOptions(
    Path socket, String role, String build, Access access, IpcLimits limits) {

  public static ServerOptions of(Path socket, String role, String build) {
    return new ServerOptions(socket, role, build, Access.ownerAndRoot(), IpcLimits.DEFAULT);
  }

  public ServerOptions with(Access newAccess) {
    return new ServerOptions(socket, role, build, newAccess, limits);
  }

  public ServerOptions with(IpcLimits newLimits) {
    return new ServerOptions(socket, role, build, access, newLimits);
  }
}
