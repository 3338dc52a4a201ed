package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each relation makes of two plain actions. */
final class Effects {

  private final Web web;
  private final Flags flags;

  Effects(Web web) {
    this.web = web;
    this.flags = web.flags;
  }

  /**
   * Applies one relation.
   *
   * @param firstFlags what first is worth, which for a collective is more than its own flags
   * @param thenFlags likewise
   */
  void apply(Relation relation, Action first, Action then, int firstFlags, int thenFlags) {
    boolean firstNeeded = (firstFlags & Flags.OPTIONAL) == 0;
    boolean firstPossible = (firstFlags & Flags.RUNNABLE) != 0;
    boolean thenNeeded = (thenFlags & Flags.OPTIONAL) == 0;
    switch (relation) {
      case FIRST_IMPLIES_THEN -> {
        if (firstNeeded && !flags.has(first, Flags.MIGRATABLE)) {
          flags.clear(then, Flags.OPTIONAL);
        }
      }
      case THEN_IMPLIES_FIRST -> {
        // A plain action follows by way of its restart; a collective's need shows in its parts.
        if (thenNeeded && firstNeeded) {
          flags.clear(first, Flags.OPTIONAL);
          keepMigratable(first, then);
        }
      }
      case PROMOTED_THEN_IMPLIES_FIRST -> {
        Resource resource = then.resource();
        boolean promoted =
            resource != null && web.actions.assignment().role(resource) == Role.PROMOTED;
        if (promoted && thenNeeded) {
          flags.clear(first, Flags.OPTIONAL);
          keepMigratable(first, then);
        }
      }
      case UNRUNNABLE_FIRST_BLOCKS -> {
        if (!firstPossible && flags.clear(then, Flags.RUNNABLE)) {
          flags.clear(then, Flags.MIGRATABLE);
        }
      }
      case UNMIGRATABLE_THEN_BLOCKS -> {
        if (!flags.has(then, Flags.MIGRATABLE) || !flags.has(then, Flags.RUNNABLE)) {
          flags.clear(first, Flags.RUNNABLE);
        }
        if (!flags.has(then, Flags.OPTIONAL)) {
          flags.clear(first, Flags.OPTIONAL);
        }
      }
      case FIRST_ELSE_THEN -> {
        if (!flags.has(first, Flags.RUNNABLE)) {
          flags.clear(then, Flags.MIGRATABLE);
          flags.clear(then, Flags.PSEUDO);
        }
      }
      case INTERMEDIATE_STOP -> restart(first, then);
      case ASYMMETRIC -> oneWay(first, then);
      case ORDERED,
          IF_FIRST_UNMIGRATABLE,
          FIRST_IMPLIES_THEN_GRAPHED,
          THEN_IMPLIES_FIRST_GRAPHED,
          NESTED_REMOTE_PROBE,
          FIRST_IMPLIES_SAME_NODE_THEN,
          IF_ON_SAME_NODE,
          IF_ON_SAME_NODE_OR_TARGET,
          IF_REQUIRED_ON_SAME_NODE,
          GUEST_ALLOWED,
          THEN_CANCELS_FIRST,
          MIN_RUNNABLE,
          SERIALIZE -> {
        // These say when an ordering counts, or are dealt with where links are followed.
      }
    }
  }

  private void keepMigratable(Action first, Action then) {
    if (!flags.has(then, Flags.MIGRATABLE)) {
      flags.clear(first, Flags.MIGRATABLE);
    }
  }

  /** A start that is needed needs the stop before it; one that cannot be leaves only the stop. */
  private void restart(Action stop, Action start) {
    Resource resource = start.resource();
    boolean managed = resource != null && web.actions.assignment().managed(resource);
    boolean same = stop.resource() == resource;
    boolean impossible = !flags.has(start, Flags.RUNNABLE) && managed && same;
    boolean needed = !flags.has(start, Flags.OPTIONAL);
    if (!impossible && !needed) {
      return;
    }
    if (flags.has(stop, Flags.OPTIONAL) && (flags.has(stop, Flags.RUNNABLE) || needed)) {
      flags.clear(stop, Flags.OPTIONAL);
    }
    boolean stopNeeded = !flags.has(stop, Flags.OPTIONAL);
    if (stopNeeded && !flags.has(stop, Flags.RUNNABLE)) {
      flags.clear(start, Flags.RUNNABLE);
    }
    if (stopNeeded && flags.has(stop, Flags.MIGRATABLE) && !flags.has(start, Flags.MIGRATABLE)) {
      flags.clear(stop, Flags.MIGRATABLE);
    }
  }

  /** Without an inverse only what still has to be done is held up. */
  private void oneWay(Action first, Action then) {
    Resource resource = then.resource();
    if (resource == null || flags.has(first, Flags.RUNNABLE)) {
      return;
    }
    if (flags.has(then, Flags.OPTIONAL)) {
      Role role = greatestRole(resource);
      if (then.is("stop") && role == Role.STOPPED) {
        return;
      }
      List<Node> running = resource.status().running();
      Node place = web.actions.assignment().node(resource);
      if (then.is("start")
          && role.atLeast(Role.STARTED)
          && running.size() == 1
          && running.get(0) == place) {
        return;
      }
    }
    flags.clear(then, Flags.OPTIONAL);
    flags.clear(then, Flags.RUNNABLE);
  }

  private Role greatestRole(Resource resource) {
    if (resource.isPrimitive()) {
      return web.actions.assignment().role(resource);
    }
    Role greatest = Role.UNKNOWN;
    for (Resource child : resource.children()) {
      Role role = greatestRole(child);
      greatest = role.compareTo(greatest) > 0 ? role : greatest;
    }
    return greatest;
  }

  /** Two actions that are not tied to one node can be on the same one. */
  static boolean apart(@Nullable Node a, @Nullable Node b) {
    return a != null && b != null && a != b;
  }
}
