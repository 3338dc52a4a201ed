package io.systole.daemons.runtime;

import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;

/**
 * One of a node's daemons. All methods are called on the role's event loop, and none of them waits
 * for anything that takes time.
 */
public interface Role {

  /** As in {@code systoled ROLE}; also the name of its socket. */
  String name();

  /**
   * Begins. The role's socket is there already, and what clients ask comes after this.
   *
   * @throws RoleException if the role can't work; the process ends with the reason
   */
  void start(RoleContext context) throws RoleException;

  /** A client asks. {@code <ping/>} is answered before it comes here. */
  void requested(IpcRequest request);

  /** A client has gone. */
  default void closed(Peer peer) {}

  /**
   * Ends: gives back what the role holds outside of its process. Clients still hear what was sent.
   */
  void stop();
}
