package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums a plan up: what becomes of each node and resource, and in a word why. */
final class Changes {

  private final Plan plan;
  private final OrderedActions ordered;
  private final List<Change> changes = new ArrayList<>();

  private Changes(Plan plan) {
    this.plan = plan;
    this.ordered = plan.ordered();
  }

  static List<Change> of(Plan plan) {
    Changes changes = new Changes(plan);
    changes.nodes();
    plan.assignment().order().forEach(changes::resource);
    return changes.changes;
  }

  private void nodes() {
    List<Action> latestFirst =
        ordered.all().stream()
            .filter(action -> action.is("stonith"))
            .sorted(Comparator.comparingInt(Action::place).reversed())
            .toList();
    for (Action action : latestFirst) {
      Node node = action.node();
      if (node == null || ordered.optional(action)) {
        continue;
      }
      String how = action.meta().getOrDefault("stonith_action", "");
      Resource connection = node.connection();
      Resource container = connection == null ? null : connection.container();
      String name =
          node.isGuest() && container != null
              ? node.name() + " (resource: " + container.id() + ")"
              : node.name();
      changes.add(new Change.OfNode("Fence (" + how + ")", name, ordered.reason(action)));
    }
  }

  private void resource(Resource resource) {
    for (Replica replica : resource.replicas()) {
      replica.outside().forEach(this::resource);
      if (replica.instance() != null) {
        resource(replica.instance());
      }
    }
    if (resource.isBundle()) {
      return;
    }
    if (!resource.isPrimitive()) {
      ordered.actions().children(resource).forEach(this::resource);
      return;
    }
    boolean withdrawn = ordered.withdrawn(resource);
    Node next = withdrawn ? null : plan.assignment().node(resource);
    Node current = Placement.current(resource);
    boolean nothing = current == null && (next == null || resource.orphan());
    if (!nothing && plan.assignment().managed(resource)) {
      new OfPrimitive(resource, current, next).add();
    }
  }

  /** What becomes of one primitive. */
  private final class OfPrimitive {

    private final Resource resource;
    private final ResourceStatus status;
    private final @Nullable Node current;
    private final @Nullable Node next;
    private final Role role;
    private final Role nextRole;
    private final @Nullable Action start;
    private final @Nullable Action stop;
    private final @Nullable Action promote;
    private final @Nullable Action demote;

    OfPrimitive(Resource resource, @Nullable Node current, @Nullable Node next) {
      this.resource = resource;
      this.status = resource.status();
      this.current = current;
      this.next = next;
      Role now = plan.assignment().role(resource);
      this.role = current != null && now == Role.STOPPED ? Role.STARTED : now;
      this.nextRole =
          ordered.withdrawn(resource) ? Role.STOPPED : ordered.actions().nextRole(resource);
      this.start = find("start", next);
      this.stop = findStop();
      this.promote = find("promote", next);
      this.demote = find("demote", next);
    }

    private @Nullable Action find(String task, @Nullable Node node) {
      return ordered.actions().table().first(resource, task, 0, node);
    }

    private @Nullable Action findStop() {
      Node where = start != null && ordered.runnable(start) ? current : null;
      Action found = find("stop", where);
      boolean elsewhere = resource.multipleActive() == Resource.MultipleActive.STOP_UNEXPECTED;
      return found == null && elsewhere ? find("stop", null) : found;
    }

    private boolean needed(@Nullable Action action) {
      return action != null && !ordered.optional(action);
    }

    private boolean moving() {
      return current != null && next != null && current != next;
    }

    private boolean reloads() {
      Action reload = find("reload-agent", null);
      return needed(reload);
    }

    void add() {
      if (role == nextRole) {
        stays();
      } else {
        changesRole();
      }
    }

    private void stays() {
      Action migration = find("migrate_from", next);
      if (migration != null && current != null && ordered.runnable(migration)) {
        add("Migrate", current, next, start);
      } else if (reloads()) {
        add("Reload", current, next, start);
      } else if (start == null || ordered.optional(start)) {
        if (needed(demote) && needed(promote)) {
          add("Re-promote", current, next, promote, demote);
        }
      } else if (!ordered.runnable(start)) {
        boolean told = stop != null && !ordered.reason(stop).isEmpty();
        add("Stop", current, null, stop, told ? stop : start);
      } else if (moving()) {
        add(status.failed() ? "Recover" : "Move", current, next, stop);
      } else if (status.failed()) {
        add("Recover", current, next, stop);
      } else {
        add("Restart", current, next, start);
      }
    }

    private void changesRole() {
      boolean ends = nextRole == Role.STOPPED || (start != null && !ordered.runnable(start));
      if (stop != null && ends) {
        for (Node node : status.running()) {
          Action here = find("stop", node);
          boolean silent = here == null || ordered.reason(here).isEmpty();
          Action source = silent && start != null ? start : here;
          add("Stop", node, null, here, source);
        }
      } else if (stop != null && status.failed() && status.stopFirst()) {
        add("Recover", current, next, stop, start);
      } else if (moving()) {
        add("Move", current, next, stop);
      } else if (reloads()) {
        add("Reload", current, next, start);
      } else if (needed(stop)) {
        add("Restart", current, next, start);
      } else if (role == Role.PROMOTED) {
        add("Demote", current, next, demote);
      } else if (nextRole == Role.PROMOTED) {
        add("Promote", current, next, promote);
      } else if (role == Role.STOPPED && nextRole.compareTo(Role.STOPPED) > 0) {
        add("Start", current, next, start);
      }
    }

    private void add(String verb, @Nullable Node from, @Nullable Node to, @Nullable Action action) {
      add(verb, from, to, action, action);
    }

    /** Adds a change that one action makes, for the reason that another may have. */
    private void add(
        String verb,
        @Nullable Node from,
        @Nullable Node to,
        @Nullable Action action,
        @Nullable Action source) {
      changes.add(
          new Change.OfResource(
              verb,
              resource.id(),
              from == null ? "" : from.name(),
              to == null ? "" : to.name(),
              role,
              nextRole,
              source == null ? "" : ordered.reason(source),
              action == null || !ordered.runnable(action)));
    }
  }
}
