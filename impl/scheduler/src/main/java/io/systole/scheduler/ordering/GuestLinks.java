package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/**
 * Drops what was asked for and cannot be: that a guest's machine waits for what runs on the guest.
 * Only the orderings that follow from how guests are built may say so.
 */
final class GuestLinks {

  private final Web web;

  GuestLinks(Web web) {
    this.web = web;
  }

  void drop() {
    for (Node node : web.actions.cluster().nodes()) {
      Resource connection = node.isGuest() ? node.connection() : null;
      Resource container = connection == null ? null : connection.container();
      if (container != null) {
        web.of(container).forEach(action -> drop(action, node));
      }
    }
  }

  private void drop(Action action, Node guest) {
    for (Link link : web.before(action)) {
      boolean onGuest = link.first.resource() != null && link.first.node() == guest;
      if (onGuest && !link.has(Relation.GUEST_ALLOWED)) {
        link.flags = 0;
      }
    }
  }
}
