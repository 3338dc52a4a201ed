package io.systole.ipc;

import com.google.common.collect.ImmutableSet;
import io.systole.posix.Accounts;
import java.util.Optional;

/**
 * Who may talk to a server: root, the user that the server runs as, and the members of one group.
 *
 * @param owner the user that the server runs as
 * @param group whose members may talk as well
 * @param groupMembers users who are in that group by more than their effective group
 */
public record Access(String owner, Optional<String> group, ImmutableSet<String> groupMembers) {

  private static final String ROOT = "root";

  /** Root and the user that this process runs as. */
  public static Access ownerAndRoot() {
    return new Access(System.getProperty("user.name"), Optional.empty(), ImmutableSet.of());
  }

  /**
   * These and the members of {@code group}, as the system's databases name them now.
   *
   * @throws IpcException if there is no such group
   */
  public static Access withGroup(String group) throws IpcException {
    Accounts.Group found =
        Accounts.group(group)
            .orElseThrow(() ->
                new IpcException(
                    IpcException.Kind.UNUSABLE,
                    new IpcError(
                        "no-such-group",
                        "there is no group '" + group + "' on this machine",
                        "create it (groupadd --system "
                            + group
                            + ") or correct the configuration")));
    return new Access(System.getProperty("user.name"), Optional.of(group), found.members());
  }

  /** Whether {@code peer} may talk to the server. */
  public boolean allows(Credentials peer) {
    return peer.user().equals(ROOT)
        || peer.user().equals(owner)
        || (group.isPresent()
            && (group.get().equals(peer.group()) || groupMembers.contains(peer.user())));
  }
}
