package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;

/** Whether a guest node has to be asked what runs there: what is in a container ends with it. */
final class GuestProbes {

  private final Draft draft;

  GuestProbes(Draft draft) {
    this.draft = draft;
  }

  /**
   * Whether the resource is to be looked for. Where the container stops first, the resource's start
   * has to wait for that instead.
   */
  boolean needed(Resource resource, Node node) {
    Resource connection = node.isGuest() ? node.connection() : null;
    Resource container = connection == null ? null : connection.container();
    if (container == null) {
      return true;
    }
    if (draft.role(container) == Role.STOPPED) {
      return false;
    }
    if (stops(container, node)) {
      draft.order(container, "stop", resource, "start", Order.bits(ORDERED));
      return false;
    }
    return true;
  }

  private boolean stops(Resource container, Node guest) {
    Node next = draft.assignment.node(container);
    return guest.remoteRequiresReset()
        || draft.conditions.unclean(guest)
        || container.status().failed()
        || draft.nextRole(container) == Role.STOPPED
        || (next != null && !container.status().running().contains(next));
  }
}
