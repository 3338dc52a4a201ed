package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.GUEST_ALLOWED;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/** What the fencing of a node does to what runs there, and what waits for it. */
final class FencingOrders {

  private final Draft draft;
  private final NotificationPoints notifications;

  FencingOrders(Draft draft) {
    this.draft = draft;
    this.notifications = new NotificationPoints(draft);
  }

  void add(Node node, Action fencing) {
    Resource connection = node.isRemote() ? node.connection() : null;
    if (connection != null && connection.reconnectMillis() > 0) {
      // What failed counts until the node has been fenced.
      for (Action clear : draft.table.of(connection, "clear_failcount", 0)) {
        orderDirectly(fencing, clear, Order.bits(ORDERED));
      }
    }
    for (Resource resource : draft.cluster.resources()) {
      if (resource.isPrimitive() && draft.assignment.managed(resource)) {
        orderStarts(resource, node, fencing);
        orderStops(resource, node, fencing);
      }
    }
  }

  private void orderStarts(Resource resource, Node node, Action fencing) {
    if (resource.requires() == Resource.Requires.NOTHING) {
      return;
    }
    for (String task : new String[] {"start", "promote"}) {
      for (Action action : draft.table.of(resource, task, 0)) {
        switch (action.needs) {
          case NOTHING -> {
            // It may go on beside the fencing.
          }
          case FENCING, UNFENCING -> orderDirectly(fencing, action, Order.bits(ORDERED));
          case QUORUM -> {
            boolean mayBeThere =
                task.equals("start")
                    && draft.assignment.scores(resource).has(node.index())
                    && !known(resource, node);
            if (mayBeThere) {
              orderDirectly(fencing, action, Order.bits(ORDERED, UNRUNNABLE_FIRST_BLOCKS));
            }
          }
        }
      }
    }
  }

  /** Whether it is known what it does there; of instances that are alike one is enough. */
  private static boolean known(Resource resource, Node node) {
    if (resource.status().knownOn(node)) {
      return true;
    }
    Resource parent = resource.parent();
    return parent != null && parent.isClone() && !parent.unique() && parent.status().knownOn(node);
  }

  private void orderDirectly(Action first, Action then, int flags) {
    draft.orders.add(new Order(Order.End.only(first), Order.End.only(then), flags, "fencing"));
  }

  private void orderStops(Resource resource, Node node, Action fencing) {
    boolean implied = resource.needsFencing() || node.isGuest();
    // The bundle itself stops after the container, and with it what runs in there.
    boolean direct = implied && !node.isReplica();
    Resource top = resource.top();
    Action topStop = draft.table.first(top, "stop", 0, null);
    for (Action stop : draft.table.of(resource, "stop", 0)) {
      if (stop.node != node) {
        continue;
      }
      // It would never complete; the fencing does its work.
      stop.pseudo = true;
      stop.runnable = true;
      notifications.addFenced(resource, fencing);
      if (implied) {
        if (direct) {
          orderDirectly(fencing, stop, Order.bits(GUEST_ALLOWED));
        }
        if (topStop != null && top != resource) {
          orderDirectly(fencing, topStop, Order.bits(GUEST_ALLOWED));
        }
      }
    }
    for (Action demote : draft.table.of(resource, "demote", 0)) {
      boolean lost = !draft.conditions.clean(node) || resource.status().failed();
      if (demote.node != node || !lost) {
        continue;
      }
      demote.pseudo = true;
      demote.runnable = true;
      if (direct) {
        orderDirectly(fencing, demote, Order.bits(GUEST_ALLOWED));
      }
    }
  }
}
