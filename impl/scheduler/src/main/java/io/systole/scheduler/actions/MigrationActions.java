package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_ELSE_THEN;
import static io.systole.scheduler.preferences.Relation.IF_FIRST_UNMIGRATABLE;
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
    return resource.allowsMigration()
        && !status.unmigratable()
        && next != null
        && next.available()
        && draft.assignment.managed(resource)
        && !status.failed()
        && !draft.startPending[resource.index()]
        && !current.unclean()
        && current.online()
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
    draft.action(resource, "stop", node, false).shownAlways = true;
  }

  void add(Resource resource, Node current) {
    Node next = draft.assignment.node(resource);
    Action start = draft.action(resource, "start", next, true);
    if (!start.optional) {
      start.migratable = true;
    }
    start.pseudo = true;
    boolean resumes = resource.status().partialMigrationTarget() != null;
    Action from = migrate(resource, "migrate_from", next, start);
    from.meta.put("migrate_source", current.name());
    from.meta.put("migrate_target", next == null ? "" : next.name());
    if (!resumes) {
      Action to = migrate(resource, "migrate_to", current, start);
      to.meta.put("migrate_source", current.name());
      to.meta.put("migrate_target", next == null ? "" : next.name());
      to.meta.put("record-pending", "true");
      order(resource, "monitor", "migrate_to", ORDERED);
      order(resource, "migrate_to", "migrate_from", ORDERED, UNMIGRATABLE_THEN_BLOCKS);
    }
    order(resource, "monitor", "migrate_from", ORDERED, UNMIGRATABLE_THEN_BLOCKS);
    order(resource, "migrate_from", "stop", ORDERED, UNMIGRATABLE_THEN_BLOCKS);
    order(resource, "migrate_from", "start", ORDERED, FIRST_ELSE_THEN, IF_FIRST_UNMIGRATABLE);
  }

  private Action migrate(Resource resource, String task, @Nullable Node node, Action start) {
    Action action = draft.action(resource, task, node, start.optional);
    action.migratable = start.migratable;
    action.runnable &= start.runnable || !start.pseudo;
    return action;
  }

  private void order(Resource resource, String first, String then, Relation... relations) {
    draft.order(resource, first, resource, then, Order.bits(relations));
  }
}
