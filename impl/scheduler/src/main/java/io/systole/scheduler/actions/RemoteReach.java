package io.systole.scheduler.actions;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a remote node can be reached, now and by what its connection is about to do. */
enum RemoteReach {
  /** The connection is there and stays, or moves in good order. */
  REACHED,
  /** The connection is on its way, or on a node that is lost, and will be on another. */
  MOVING,
  /** Only when the connection is there again will it be known. */
  UNSURE,
  /** The connection is lost for good. */
  BROKEN,
  /** The connection is not there, or is closed in good order. */
  CLOSED;

  static RemoteReach of(Draft draft, Node remote, Resource connection) {
    ResourceStatus status = connection.status();
    List<Node> running = status.running();
    Node host = running.isEmpty() ? null : running.getFirst();
    boolean ends =
        draft.nextRole(connection) == Role.STOPPED || draft.assignment.node(connection) == null;
    if (ends) {
      return ending(draft, remote, connection, host);
    }
    if (host == null) {
      return UNSURE;
    }
    boolean migrates =
        running.size() > 1
            && status.partialMigrationSource() != null
            && status.partialMigrationTarget() != null;
    return migrates || !draft.conditions.clean(host) ? MOVING : REACHED;
  }

  private static RemoteReach ending(
      Draft draft, Node remote, Resource connection, @Nullable Node host) {
    if (host != null && draft.conditions.unclean(host)) {
      return BROKEN;
    }
    if (!connection.status().failed()) {
      return CLOSED;
    }
    boolean triedAgainLater =
        draft.nextRole(connection) == Role.STOPPED
            && connection.reconnectMillis() > 0
            && remote.remoteWasFenced()
            && !remote.shutdown();
    return triedAgainLater ? UNSURE : BROKEN;
  }
}
