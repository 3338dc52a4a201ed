package io.systole.scheduler.graph;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.ordering.Link;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.preferences.Relation;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets migrations begin that wait for each other's nodes to be rid of a load: where room is made in
 * a circle, nobody could ever begin, so that the last to be planned does not wait.
 */
final class LoadCycles {

  private static final int ROOM = Order.bits(Relation.IF_ON_SAME_NODE_OR_TARGET);

  private final OrderedActions ordered;
  private final Inputs inputs;
  private final Set<Link> dropped = new LinkedHashSet<>();

  LoadCycles(OrderedActions ordered, Inputs inputs) {
    this.ordered = ordered;
    this.inputs = inputs;
  }

  /** The links that are not to be waited for. */
  Set<Link> find() {
    for (Action action : ordered.all().reversed()) {
      if (!action.is("migrate_to")) {
        continue;
      }
      for (Link link : ordered.before(action)) {
        if (link.flags() == ROOM && waits(link) && leadsTo(link.first(), action)) {
          dropped.add(link);
        }
      }
    }
    return dropped;
  }

  private boolean waits(Link link) {
    return !dropped.contains(link) && inputs.counts(link) && inputs.inGraph(link.first());
  }

  private boolean leadsTo(Action from, Action goal) {
    BitSet seen = new BitSet();
    Deque<Action> open = new ArrayDeque<>();
    open.push(from);
    while (!open.isEmpty()) {
      Action action = open.pop();
      if (action == goal) {
        return true;
      }
      if (seen.get(action.index())) {
        continue;
      }
      seen.set(action.index());
      for (Link link : ordered.before(action)) {
        if (waits(link)) {
          open.push(link.first());
        }
      }
    }
    return false;
  }
}
