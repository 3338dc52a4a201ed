package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes each resource from where and what it is to where and what it shall be. */
final class ResourceActions {

  private final Draft draft;
  private final Unfencing unfencing;
  private final RecurringActions recurring;
  private final MigrationActions migration;
  private final NotificationPoints notifications;

  ResourceActions(Draft draft) {
    this.draft = draft;
    this.unfencing = new Unfencing(draft);
    this.recurring = new RecurringActions(draft);
    this.migration = new MigrationActions(draft);
    this.notifications = new NotificationPoints(draft);
  }

  void add(Resource resource) {
    switch (resource.kind()) {
      case PRIMITIVE -> addPrimitive(resource);
      case GROUP -> {
        resource.children().forEach(this::add);
        for (String task : List.of("start", "running", "stop", "stopped")) {
          draft.point(resource, task, true, true);
        }
        if (resource.top().promotable()) {
          for (String task : List.of("demote", "demoted", "promote", "promoted")) {
            draft.point(resource, task, true, true);
          }
        }
      }
      case CLONE -> addClone(resource);
      case BUNDLE -> addBundle(resource);
    }
  }

  // Clones

  private static final class Tally {
    boolean starting;
    boolean stopping;
    boolean active;
    boolean restarting;
    boolean promoting;
    boolean demoting;
  }

  private void addBundle(Resource bundle) {
    Tally tally = new Tally();
    for (Replica replica : bundle.replicas()) {
      replica.outside().forEach(this::add);
      count(replica.container(), tally);
    }
    addPoints(bundle, tally);
    Resource content = bundle.content();
    if (content != null) {
      add(content);
      if (content.promotable()) {
        addRolePoints(bundle, true, true);
      }
    }
  }

  private void addClone(Resource clone) {
    Tally tally = new Tally();
    for (Resource instance : draft.children(clone)) {
      add(instance);
      count(instance, tally);
    }
    addPoints(clone, tally);
    if (clone.promotable()) {
      addRolePoints(clone, !tally.promoting, !tally.demoting);
    }
    notifications.add(clone);
  }

  private void addRolePoints(Resource clone, boolean promotesNot, boolean demotesNot) {
    draft.point(clone, "promote", promotesNot, true);
    draft.point(clone, "promoted", promotesNot, true).priority = Score.INFINITY;
    draft.point(clone, "demote", demotesNot, true);
    draft.point(clone, "demoted", demotesNot, true).priority = Score.INFINITY;
  }

  private void addPoints(Resource clone, Tally tally) {
    draft.point(clone, "start", !tally.starting, true);
    Action running = draft.point(clone, "running", !tally.starting, false);
    running.priority = Score.INFINITY;
    running.runnable = tally.active || tally.starting;
    draft.point(clone, "stop", !tally.stopping, true).migratable = !tally.restarting;
    draft.point(clone, "stopped", !tally.stopping, true).priority = Score.INFINITY;
  }

  private void count(Resource instance, Tally tally) {
    if (!instance.isPrimitive()) {
      instance.children().forEach(child -> count(child, tally));
      return;
    }
    tally.active |= !instance.status().running().isEmpty();
    boolean starts = needed(instance, "start", false);
    boolean stops = needed(instance, "stop", true);
    tally.starting |= starts;
    tally.stopping |= stops;
    tally.restarting |= starts && stops;
    tally.promoting |= needed(instance, "promote", false);
    tally.demoting |= needed(instance, "demote", false);
  }

  private boolean needed(Resource resource, String task, boolean pseudoToo) {
    for (Action action : draft.table.of(resource, task, 0)) {
      if (!action.optional && (action.runnable || (pseudoToo && action.pseudo))) {
        return true;
      }
    }
    return false;
  }

  // Primitives

  /** What one primitive's way is decided by. */
  private record Way(
      @Nullable Node current,
      @Nullable Node next,
      boolean stops,
      boolean promotes,
      boolean spares) {}

  private void addPrimitive(Resource resource) {
    ResourceStatus status = resource.status();
    for (Node node : status.danglingMigrations()) {
      migration.abort(resource, node);
    }
    Node current = current(resource);
    Node next = draft.assignment.node(resource);
    boolean moving =
        current != null
            && next != null
            && current != next
            && draft.nextRole(resource).atLeast(Role.STARTED);
    boolean migrates = moving && current != null && migration.possible(resource, current);
    boolean stops = moving;
    boolean spares = false;
    if (migration.continues(resource, current, next, migrates)) {
      stops = true;
    } else if (status.partialMigrationSource() != null || status.partialMigrationTarget() != null) {
      stops = true;
      migrates = false;
    } else if (activeTooOften(resource)) {
      spares = resource.multipleActive() == Resource.MultipleActive.STOP_UNEXPECTED;
      stops |= spares || resource.multipleActive() == Resource.MultipleActive.STOP_START;
    }
    if (draft.startPending[resource.index()] && next != null) {
      draft.action(resource, "start", next, true).shownAlways = true;
    }
    boolean promotes = false;
    if (!moving) {
      if (status.failed()) {
        stops |= status.stopFirst();
        promotes = !status.stopFirst() && draft.nextRole(resource) == Role.PROMOTED;
      } else if (status.blocked()) {
        stops = true;
      } else if (draft.role(resource).compareTo(Role.STARTED) > 0
          && current != null
          && next != null) {
        stops |= !draft.action(resource, "start", next, true).optional;
      }
    }
    Way way = new Way(current, next, stops, promotes, spares);
    restart(resource, way);
    change(resource, way);
    recurring.add(resource);
    if (migrates && current != null) {
      migration.add(resource, current);
    }
  }

  /** Where it runs; of several places the one that may stay, else one that can be trusted. */
  private @Nullable Node current(Resource resource) {
    List<Node> running = resource.status().running();
    Node source = resource.status().partialMigrationSource();
    if (source != null && running.contains(source)) {
      return source;
    }
    Node first = null;
    boolean keepsUnclean = resource.needsFencing();
    for (Node node : running) {
      boolean clean = draft.conditions.clean(node);
      if (first == null || (!keepsUnclean && clean && !draft.conditions.clean(first))) {
        first = node;
      }
    }
    return first;
  }

  private boolean activeTooOften(Resource resource) {
    int all = resource.status().running().size();
    int clean = (int) resource.status().running().stream().filter(draft.conditions::clean).count();
    return (resource.needsFencing() ? all : clean) > 1;
  }

  private void restart(Resource resource, Way way) {
    Role role = draft.role(resource);
    while (role != Role.STOPPED && role != Role.UNKNOWN) {
      Role lower = role == Role.PROMOTED ? Role.UNPROMOTED : Role.STOPPED;
      step(resource, role, lower, way, !way.stops);
      role = lower;
    }
    Role goal = draft.role(resource);
    boolean returns = goal.compareTo(draft.nextRole(resource)) <= 0 && !resource.status().blocked();
    while (returns && role != goal) {
      Role higher = higher(role, goal);
      boolean required = way.stops || (higher == Role.PROMOTED && way.promotes);
      if (!step(resource, role, higher, way, !required)) {
        return;
      }
      role = higher;
    }
  }

  private void change(Resource resource, Way way) {
    Way plain = new Way(way.current, way.next, way.stops, way.promotes, false);
    Role role = draft.role(resource);
    Role goal = draft.nextRole(resource);
    while (role != goal) {
      Role next = towards(role, goal);
      if (!step(resource, role, next, plain, false)) {
        return;
      }
      role = next;
    }
  }

  private static Role higher(Role from, Role goal) {
    if (from == Role.STOPPED && goal == Role.PROMOTED) {
      return Role.UNPROMOTED;
    }
    return goal;
  }

  private static Role towards(Role from, Role goal) {
    return switch (from) {
      case UNKNOWN -> Role.STOPPED;
      case STOPPED -> goal == Role.UNKNOWN ? Role.STOPPED : higher(from, goal);
      case STARTED -> goal == Role.UNKNOWN ? Role.STOPPED : goal;
      case UNPROMOTED -> goal == Role.PROMOTED ? Role.PROMOTED : Role.STOPPED;
      case PROMOTED -> Role.UNPROMOTED;
    };
  }

  /** Adds what one step from role to role takes; false if there is no such step. */
  private boolean step(Resource resource, Role from, Role to, Way way, boolean optional) {
    switch (to) {
      case STOPPED -> {
        if (from == Role.STOPPED) {
          return false;
        }
        stop(resource, way, optional);
      }
      case STARTED, UNPROMOTED -> {
        if (from == Role.STOPPED) {
          start(resource, way, optional);
        } else if (from == Role.PROMOTED) {
          demote(resource, way, optional);
        }
      }
      case PROMOTED -> promote(resource, way, optional);
      case UNKNOWN -> {
        return false;
      }
    }
    return true;
  }

  /** With several instances active, the one that is where it belongs may go on. */
  private static boolean spared(Way way, @Nullable Node node) {
    return way.spares && node != null && node == way.next;
  }

  private void start(Resource resource, Way way, boolean optional) {
    Node node = way.next;
    Action start = draft.action(resource, "start", node, true);
    if (node != null) {
      unfencing.order(resource, node, start, FIRST_IMPLIES_THEN);
    }
    if (start.runnable && !optional) {
      start.optional = false;
    }
    if (spared(way, node)) {
      start.pseudo = true;
    }
  }

  private void stop(Resource resource, Way way, boolean optional) {
    ResourceStatus status = resource.status();
    for (Node node : status.running()) {
      if (spared(way, node)) {
        continue;
      }
      boolean needed = !optional;
      Node target = migration.target(resource);
      if (target != null) {
        if (node == target && node == way.next) {
          continue;
        }
        needed = true;
      }
      Action stop = draft.action(resource, "stop", node, !needed);
      stop.reason = whyStop(way);
      if (!draft.assignment.managed(resource)) {
        stop.runnable = false;
      }
      unfencing.orderStop(resource, node, stop);
      if (draft.cluster.options().is(ClusterOption.REMOVE_AFTER_STOP)) {
        Cleanup.add(draft, resource, node, !needed);
      }
    }
  }

  private static String whyStop(Way way) {
    if (way.next == null) {
      return "node availability";
    }
    return way.spares ? "being multiply active" : "";
  }

  private void promote(Resource resource, Way way, boolean optional) {
    boolean possible = true;
    for (Action start : draft.table.of(resource, "start", 0)) {
      if (start.node == way.next && !start.runnable) {
        possible = false;
      }
    }
    if (possible) {
      Action promote = draft.action(resource, "promote", way.next, optional);
      promote.pseudo |= spared(way, way.next);
    } else {
      for (Action promote : draft.table.of(resource, "promote", 0)) {
        promote.runnable = false;
      }
    }
  }

  private void demote(Resource resource, Way way, boolean optional) {
    for (Node node : resource.status().running()) {
      if (spared(way, node)) {
        continue;
      }
      draft.action(resource, "demote", node, optional);
    }
  }
}
