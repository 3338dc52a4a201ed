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
  private final Grounds grounds;

  Effects(Web web) {
    this.web = web;
    this.flags = web.flags;
    this.grounds = web.grounds;
  }

  /**
   * Applies one relation.
   *
   * @param firstFlags what first is worth, which for a collective is more than its own flags
   * @param thenFlags likewise
   */
  void apply(Relation relation, Action first, Action then, int firstFlags, int thenFlags) {
    if (relation == Relation.ASYMMETRIC && then.resource() == null) {
      return;
    }
    RelationRule.Pair after =
        RelationRule.apply(
            relation,
            new RelationRule.Pair(flags.of(first), flags.of(then)),
            new RelationRule.Worth(firstFlags, thenFlags),
            facts(relation, first, then));
    grounds.lose(first, after.first(), then);
    grounds.lose(then, after.then(), first);
    flags.put(first, after.first());
    flags.put(then, after.then());
  }

  /** What the relation asks for; the rest does not matter to it. */
  private RelationRule.Facts facts(Relation relation, Action first, Action then) {
    Resource resource = then.resource();
    return switch (relation) {
      case PROMOTED_THEN_IMPLIES_FIRST ->
          new RelationRule.Facts(
              resource != null && web.actions.assignment().role(resource) == Role.PROMOTED,
              false,
              false);
      case INTERMEDIATE_STOP ->
          new RelationRule.Facts(false, managedHere(first.resource(), resource), false);
      case ASYMMETRIC ->
          new RelationRule.Facts(false, false, resource != null && settled(resource, then));
      default -> new RelationRule.Facts(false, false, false);
    };
  }

  /** Whether stop and start are of one resource, which is managed. */
  private boolean managedHere(@Nullable Resource stopped, @Nullable Resource started) {
    return started != null && web.actions.assignment().managed(started) && stopped == started;
  }

  /** Whether a one-way ordering finds that what then does is done. */
  private boolean settled(Resource resource, Action then) {
    Role role = greatestRole(resource);
    if (then.is("stop") && role == Role.STOPPED) {
      return true;
    }
    List<Node> running = resource.status().running();
    return then.is("start")
        && role.atLeast(Role.STARTED)
        && running.size() == 1
        && running.get(0) == web.actions.assignment().node(resource);
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
