package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Operation;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations that are repeated while a resource is in a role. */
final class RecurringActions {

  private final Draft draft;

  RecurringActions(Draft draft) {
    this.draft = draft;
  }

  void add(Resource resource) {
    if (resource.status().blocked() || resource.status().maintenance()) {
      return;
    }
    Node node = draft.assignment.node(resource);
    if (node != null && node.maintenance()) {
      return;
    }
    boolean active =
        node != null
            && (draft.nextRole(resource) != Role.STOPPED || !draft.assignment.managed(resource));
    Action start = active ? draft.action(resource, "start", node, true) : null;
    for (Operation operation : resource.operations()) {
      boolean recurs =
          operation.intervalMillis() > 0
              && operation.enabled()
              && !changesState(operation.name())
              && !ambiguous(resource, operation);
      if (!recurs) {
        continue;
      }
      Optional<Role> role = Role.parse(operation.xml().attribute("role", ""));
      if (role.filter(Role.STOPPED::equals).isPresent()) {
        addForStopped(resource, node, operation);
      } else if (start != null) {
        addForActive(resource, start, operation, role);
      }
    }
  }

  /** Two operations of one name and interval would have one key, so neither is run. */
  private static boolean ambiguous(Resource resource, Operation operation) {
    return resource.operations().stream()
            .filter(o -> o.is(operation.name(), operation.intervalMillis()))
            .count()
        > 1;
  }

  private static boolean changesState(String task) {
    return switch (task) {
      case "start", "stop", "promote", "demote", "migrate_to", "migrate_from", "cancel" -> true;
      default -> false;
    };
  }

  private static Action.Name name(Resource resource, Operation operation) {
    return Action.Name.of(resource, operation.name(), operation.intervalMillis());
  }

  private boolean running(Resource resource, Operation operation, @Nullable Node node) {
    for (Action action : draft.table.of(resource, operation.name(), operation.intervalMillis())) {
      if (action.node == node && node != null && !action.reschedule) {
        return true;
      }
    }
    return false;
  }

  private void addForActive(
      Resource resource, Action start, Operation operation, Optional<Role> role) {
    Node node = start.node;
    boolean optional = start.optional && running(resource, operation, node);
    Role next = draft.nextRole(resource);
    boolean otherRole = role.isPresent() ? role.get() != next : next == Role.PROMOTED;
    if (otherRole) {
      if (optional) {
        cancelForRole(resource, operation, node);
      }
      return;
    }
    Action monitor = draft.action(name(resource, operation), node, optional);
    if (!start.runnable || node == null || !draft.conditions.clean(node)) {
      monitor.runnable = false;
    }
    if (next == Role.PROMOTED) {
      monitor.meta.put("op_target_rc", "8");
    }
    if (draft.assignment.managed(resource)) {
      order(resource, "start", monitor, FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS);
      order(resource, "reload-agent", monitor, FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS);
      if (next == Role.PROMOTED) {
        order(resource, "promote", monitor, ORDERED, UNRUNNABLE_FIRST_BLOCKS);
      } else if (draft.role(resource) == Role.PROMOTED) {
        order(resource, "demote", monitor, ORDERED, UNRUNNABLE_FIRST_BLOCKS);
      }
    }
  }

  private void order(Resource resource, String task, Action monitor, Relation... relations) {
    draft.order(Order.End.of(resource, task, 0), Order.End.of(monitor), "monitor", relations);
  }

  private void cancelForRole(Resource resource, Operation operation, @Nullable Node node) {
    Action cancel =
        Cancellation.add(draft, resource, operation.name(), operation.intervalMillis(), node);
    Role next = draft.nextRole(resource);
    String after =
        switch (draft.role(resource)) {
          case UNPROMOTED, STARTED ->
              next == Role.PROMOTED ? "promote" : next == Role.STOPPED ? "stop" : "";
          case PROMOTED -> "demote";
          case UNKNOWN, STOPPED -> "";
        };
    if (!after.isEmpty()) {
      draft.order(
          Order.End.of(cancel),
          Order.End.of(resource, after, 0),
          "cancellation",
          UNRUNNABLE_FIRST_BLOCKS);
    }
  }

  /** A monitor that looks for what should not run. */
  private void addForStopped(Resource resource, @Nullable Node place, Operation operation) {
    if (resource.anonymousInstance()) {
      return;
    }
    if (place != null
        && !draft.table.of(resource, operation.name(), operation.intervalMillis()).isEmpty()
        && running(resource, operation, place)) {
      Action cancel =
          Cancellation.add(draft, resource, operation.name(), operation.intervalMillis(), place);
      if (draft.nextRole(resource) == Role.STARTED || draft.nextRole(resource) == Role.UNPROMOTED) {
        draft.order(
            Order.End.of(cancel),
            Order.End.of(resource, "start_0"),
            "cancellation",
            UNRUNNABLE_FIRST_BLOCKS);
      }
    }
    for (Node node : draft.cluster.nodes()) {
      if (node != place) {
        addForStoppedOn(resource, node, operation);
      }
    }
  }

  private void addForStoppedOn(Resource resource, Node node, Operation operation) {
    boolean optional = running(resource, operation, node);
    Action monitor = draft.action(name(resource, operation), node, optional);
    monitor.meta.put("op_target_rc", "7");
    if (draft.assignment.managed(resource)) {
      for (Action probe : draft.table.of(resource, "monitor", 0)) {
        if (probe.node == node) {
          if (!probe.runnable) {
            monitor.runnable = false;
          }
          draft.order(
              Order.End.of(probe),
              Order.End.of(monitor),
              "monitor",
              FIRST_IMPLIES_THEN,
              UNRUNNABLE_FIRST_BLOCKS);
        }
      }
    }
    for (Action stop : draft.table.of(resource, "stop", 0)) {
      if (stop.node != node) {
        continue;
      }
      if (!stop.optional && !stop.runnable) {
        monitor.runnable = false;
      }
      if (draft.assignment.managed(resource)) {
        draft.order(
            Order.End.of(stop),
            Order.End.of(monitor),
            "monitor",
            FIRST_IMPLIES_THEN,
            UNRUNNABLE_FIRST_BLOCKS);
      }
    }
    if (!draft.conditions.clean(node)) {
      monitor.runnable = false;
    }
  }
}
