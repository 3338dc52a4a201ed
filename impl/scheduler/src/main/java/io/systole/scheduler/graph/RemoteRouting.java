package io.systole.scheduler.graph;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which cluster node an action on a remote or guest node is done, and where a guest lives. */
final class RemoteRouting {

  private final Assignment assignment;

  RemoteRouting(Assignment assignment) {
    this.assignment = assignment;
  }

  /** The cluster node that has the connection when the action is done; null if none is needed. */
  @Nullable Node router(Action action) {
    Node node = action.node();
    Resource connection = node == null ? null : node.connection();
    if (connection == null || action.is("stonith")) {
      return null;
    }
    Node before = current(connection);
    Node after = assignment.node(connection);
    if (before == null || after == null) {
      return before == null ? after : before;
    }
    return goesBeforeMove(action, connection) ? before : after;
  }

  /** What is left behind is taken down before the connection moves, all else comes after. */
  private static boolean goesBeforeMove(Action action, Resource connection) {
    boolean halfMoved =
        connection.container() == null && connection.status().partialMigrationTarget() != null;
    return !halfMoved && takesDown(taskTold(action));
  }

  private static String taskTold(Action action) {
    return action.is("notify")
        ? action.meta().getOrDefault("notify_operation", action.task())
        : action.task();
  }

  private static boolean takesDown(String task) {
    return switch (task) {
      case "cancel", "stop", "demote", "migrate_to", "migrate_from" -> true;
      default -> false;
    };
  }

  /** The node on which a guest's container is while the action is done; null if it does not say. */
  @Nullable Node host(Action action) {
    Node node = action.node();
    Resource connection = node == null || !node.isGuest() ? null : node.connection();
    Resource container = connection == null ? null : connection.container();
    if (container == null) {
      return null;
    }
    return switch (taskTold(action)) {
      case "stop", "stopped", "demote", "demoted" -> current(container);
      case "start", "running", "monitor", "promote", "promoted" -> assignment.node(container);
      default -> null;
    };
  }

  private static @Nullable Node current(Resource resource) {
    List<Node> running = resource.status().running();
    return running.isEmpty() ? null : running.getFirst();
  }
}
