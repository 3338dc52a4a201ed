package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_ELSE_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNMIGRATABLE_THEN_BLOCKS;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import org.jspecify.annotations.Nullable;

/** Moves a resource without stopping it (Pacemaker Explained, "Migrating resources"). */
final class MigrationActions {

  private final Draft draft;

  MigrationActions(Draft draft) {
    this.draft = draft;
  }

  boolean possible(Resource resource, Node current) {
    ResourceStatus status = resource.status();
    Node next = draft.assignment.node(resource);
    // Peers are told of stops before starts, and a migration stops last: each would wait for the
    // other. So what is notified moves by a stop and a start.
    return resource.allowsMigration()
        && !resource.top().notifies()
        && !status.unmigratable()
        && next != null
        && draft.conditions.available(next)
        && draft.assignment.managed(resource)
        && !status.failed()
        && !draft.startPending[resource.index()]
        && draft.conditions.clean(current)
        && draft.nextRole(resource) == Role.STARTED;
  }

  /** Whether a migration that began can go on as it was meant. */
  boolean continues(
      Resource resource, @Nullable Node current, @Nullable Node next, boolean possible) {
    ResourceStatus status = resource.status();
    return possible
        && status.partialMigrationSource() != null
        && current == status.partialMigrationSource()
        && next == status.partialMigrationTarget()
        && status.running().size() == 2;
  }

  @Nullable Node target(Resource resource) {
    Node target = resource.status().partialMigrationTarget();
    Node source = resource.status().partialMigrationSource();
    if (target == null || source == null) {
      return null;
    }
    boolean goesOn =
        possible(resource, source)
            && continues(resource, source, draft.assignment.node(resource), true);
    return goesOn ? target : null;
  }

  /** A finished migration left its source uncleaned. */
  void abort(Resource resource, Node node) {
    Action stop = draft.action(resource, "stop", node, false);
    stop.shownAlways = true;
    stop.abortsMigration = true;
  }

  void add(Resource resource, Node current) {
    Node next = draft.assignment.node(resource);
    Action start = draft.action(resource, "start", next, true);
    Action stop = draft.action(resource, "stop", current, true);
    start.migratable = true;
    stop.migratable = true;
    // The start is done by the time the other node has taken over.
    start.pseudo = true;
    if (target(resource) == null) {
      Action to = migrate(resource, "migrate_to", current, next);
      to.needs = start.needs;
      if (!resource.isConnection()) {
        to.meta.put("record-pending", "true");
      }
      tell(to, current, next);
      order(resource, "monitor", "migrate_to", ORDERED);
      order(resource, "migrate_to", "migrate_from", ORDERED, UNMIGRATABLE_THEN_BLOCKS);
    } else {
      order(resource, "monitor", "migrate_from", ORDERED);
    }
    Action from = migrate(resource, "migrate_from", next, next);
    from.needs = start.needs;
    tell(from, current, next);
    order(resource, "migrate_from", "stop", ORDERED, UNMIGRATABLE_THEN_BLOCKS);
    order(resource, "migrate_from", "start", ORDERED, UNMIGRATABLE_THEN_BLOCKS, FIRST_ELSE_THEN);
  }

  private static void tell(Action action, Node current, @Nullable Node next) {
    action.meta.put("migrate_source", current.name());
    action.meta.put("migrate_target", next == null ? "" : next.name());
  }

  private Action migrate(
      Resource resource, String task, @Nullable Node where, @Nullable Node next) {
    Action action = draft.action(resource, task, where, true);
    action.migratable = true;
    if (next == null) {
      action.runnable = false;
    }
    return action;
  }

  private void order(Resource resource, String first, String then, Relation... relations) {
    draft.order(resource, first, resource, then, Order.bits(relations));
  }
}
