package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.GUEST_ALLOWED;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;

/**
 * What is done on a remote or guest node is done while the connection to it is there. Where it
 * turns out that something there can neither be stopped nor looked at, the node must be fenced.
 */
final class RemoteOrders {

  private static final String REASON = "remote connection";

  private final Draft draft;

  RemoteOrders(Draft draft) {
    this.draft = draft;
  }

  void add() {
    if (draft.cluster.nodes().stream().allMatch(Node::isMember)) {
      return;
    }
    for (Action action : List.copyOf(draft.table.all())) {
      Resource resource = action.resource;
      if (resource == null) {
        continue;
      }
      if (resource.isConnection() && action.is("clear_failcount")) {
        draft.order(Order.End.only(action), Order.End.of(resource, "start_0"), REASON, ORDERED);
        continue;
      }
      Node node = action.node;
      Resource connection = node == null ? null : node.connection();
      if (node == null || connection == null) {
        continue;
      }
      keepUntilReached(action, node, connection);
      Resource container = connection.container();
      if (container == null) {
        addRemote(action, node, connection);
      } else {
        addGuest(action, connection, container);
      }
    }
  }

  /** What moves onto the node runs on where it is until the node can be reached. */
  private void keepUntilReached(Action start, Node node, Resource connection) {
    Resource resource = start.resource;
    if (!start.is("start") || resource == null) {
      return;
    }
    for (Action stop : draft.table.of(resource, "stop", 0)) {
      if (stop.node != node) {
        draft.order(Order.End.of(connection, "start", 0), Order.End.of(stop), REASON, ORDERED);
      }
    }
  }

  private void after(Resource started, Action action, Relation... further) {
    int flags = Order.bits(GUEST_ALLOWED, UNRUNNABLE_FIRST_BLOCKS) | Order.bits(further);
    draft.orders.add(
        new Order(Order.End.of(started, "start", 0), Order.End.of(action), flags, REASON));
  }

  private void before(Action action, Resource connection, Relation... further) {
    int flags = Order.bits(GUEST_ALLOWED) | Order.bits(further);
    draft.orders.add(
        new Order(Order.End.of(action), Order.End.of(connection, "stop", 0), flags, REASON));
  }

  // Guest nodes

  private void addGuest(Action action, Resource connection, Resource container) {
    switch (action.task) {
      case "start", "promote" -> {
        // What was there is gone with the container.
        after(container, action, FIRST_IMPLIES_THEN);
        after(connection, action);
      }
      case "stop", "demote" -> {
        // A container that failed takes with it what ran there.
        if (!container.status().failed()) {
          before(action, connection);
        }
      }
      case "cancel" -> {
        // What is ended with its watcher need not be ended beside.
      }
      default -> afterConnection(action, connection);
    }
  }

  private void afterConnection(Action action, Resource connection) {
    if (action.interval > 0) {
      // What watches over a resource is begun anew with the connection.
      after(connection, action, FIRST_IMPLIES_THEN);
    } else {
      after(connection, action);
    }
  }

  // Remote nodes

  private void addRemote(Action action, Node node, Resource connection) {
    RemoteReach reach = RemoteReach.of(draft, node, connection);
    switch (action.task) {
      case "start", "promote", "migrate_from" -> {
        if (reach == RemoteReach.BROKEN) {
          // What ran there may have to be recovered before.
          after(connection, action, FIRST_IMPLIES_THEN);
        } else {
          after(connection, action);
        }
      }
      case "stop", "migrate_to" -> addLeaving(action, node, connection, reach);
      case "demote" -> {
        if (reach == RemoteReach.MOVING || reach == RemoteReach.UNSURE) {
          after(connection, action);
        }
      }
      default -> addOther(action, node, connection, reach);
    }
  }

  private void addLeaving(Action stop, Node node, Resource connection, RemoteReach reach) {
    switch (reach) {
      case REACHED -> before(stop, connection, THEN_IMPLIES_FIRST);
      case BROKEN ->
          draft.conditions =
              draft.conditions.lost(node, "resources are active but connection is unrecoverable");
      case MOVING, UNSURE, CLOSED -> {
        if (draft.nextRole(connection) == Role.STOPPED) {
          before(stop, connection, THEN_IMPLIES_FIRST);
        } else {
          after(connection, stop);
        }
      }
    }
  }

  private void addOther(Action action, Node node, Resource connection, RemoteReach reach) {
    boolean probe = action.is("monitor") && action.interval == 0;
    if (probe && reach == RemoteReach.BROKEN) {
      draft.conditions =
          draft.conditions.lost(
              node, "resources are in unknown state and connection is unrecoverable");
    }
    boolean closing = reach == RemoteReach.CLOSED && !connection.status().running().isEmpty();
    if (action.interval == 0 && closing) {
      // Before the connection is closed it must be known that nothing is left behind it.
      before(action, connection, UNRUNNABLE_FIRST_BLOCKS);
    } else {
      afterConnection(action, connection);
    }
  }
}
