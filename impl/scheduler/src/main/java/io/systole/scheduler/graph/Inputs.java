package io.systole.scheduler.graph;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.ordering.Link;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which actions are in the graph, and which of the links between them. */
public final class Inputs {

  private static final int HARMLESS =
      Order.bits(
          Relation.ORDERED,
          Relation.FIRST_IMPLIES_THEN_GRAPHED,
          Relation.THEN_IMPLIES_FIRST_GRAPHED);
  private static final int MERELY_ORDERED = Order.bits(Relation.ORDERED);
  private static final int REQUIRED_HERE = Order.bits(Relation.IF_REQUIRED_ON_SAME_NODE);
  private static final int HERE_OR_TARGET = Order.bits(Relation.IF_ON_SAME_NODE_OR_TARGET);

  private final OrderedActions ordered;

  /** What is not waited for, because in a circle nobody could ever begin. */
  private final Set<Link> dropped;

  public Inputs(OrderedActions ordered) {
    this.ordered = ordered;
    this.dropped = new LinkedHashSet<>();
    dropped.addAll(new LoadCycles(ordered, this).find());
  }

  public boolean inGraph(Action action) {
    if (!ordered.runnable(action)) {
      return false;
    }
    if (ordered.optional(action) && !ordered.shown(action)) {
      return false;
    }
    Resource resource = action.resource();
    boolean unmanaged = resource != null && !ordered.actions().assignment().managed(resource);
    if (unmanaged && !action.is("monitor") && action.interval() == 0) {
      return false;
    }
    if (ordered.pseudo(action) || action.is("stonith") || action.is("do_shutdown")) {
      return true;
    }
    Node node = action.node();
    if (node == null) {
      return false;
    }
    if (action.onCoordinator() || (node.isGuest() && !node.remoteRequiresReset())) {
      return true;
    }
    return ordered.actions().conditions().clean(node);
  }

  /** Whether then has to wait for first, provided that first is in the graph. */
  public boolean counts(Link link) {
    Action first = link.first();
    int flags = link.flags();
    boolean runnable = ordered.runnable(first);
    if (flags == 0 || dropped.contains(link)) {
      return false;
    }
    if (!runnable && (flags & ~HARMLESS) == 0) {
      return false;
    }
    if (!runnable
        && (link.has(Relation.MIN_RUNNABLE) || link.has(Relation.UNMIGRATABLE_THEN_BLOCKS))) {
      return false;
    }
    if (link.has(Relation.IF_FIRST_UNMIGRATABLE) && ordered.migratable(first)) {
      return false;
    }
    if (flags == MERELY_ORDERED && first.is("stop") && ordered.migratable(first)) {
      // What only has an order need not wait for the end of a live migration.
      return false;
    }
    if (flags == HERE_OR_TARGET && link.then().node() == null) {
      return false;
    }
    if (flags == HERE_OR_TARGET) {
      return concernsTarget(link);
    }
    if (flags == REQUIRED_HERE) {
      boolean apart =
          first.node() != null && link.then().node() != null && first.node() != link.then().node();
      return !apart && !ordered.optional(first);
    }
    return !stuckBeforeClone(link);
  }

  /** Whether an ordering depends on places, and these two are not where it would count. */
  public boolean elsewhere(Link link) {
    return (link.flags() == HERE_OR_TARGET || link.flags() == REQUIRED_HERE)
        && ordered.runnable(link.first())
        && !counts(link);
  }

  /** For a migration the place that counts is where it goes, not where it is run. */
  private boolean concernsTarget(Link link) {
    Node freed = link.first().node();
    Resource resource = link.then().resource();
    if (resource != null && link.then().is("migrate_to")) {
      return freed != null && freed == ordered.actions().assignment().node(resource);
    }
    return freed != null && freed == link.then().node() && !ordered.optional(link.first());
  }

  /** A failed stop that may not be repeated must not hold up a clone. */
  private boolean stuckBeforeClone(Link link) {
    Resource first = link.first().resource();
    Resource then = link.then().resource();
    return first != null
        && then != null
        && first != then
        && first.status().failed()
        && !ordered.actions().assignment().managed(first)
        && link.first().is("stop")
        && then.isClone();
  }
}
