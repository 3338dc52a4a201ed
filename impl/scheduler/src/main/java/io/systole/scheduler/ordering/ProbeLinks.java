package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has probes come before what depends on their outcome. */
final class ProbeLinks {

  private static final int ORDERED = Order.bits(Relation.ORDERED);
  private static final int CONDITIONS =
      Order.bits(Relation.IF_FIRST_UNMIGRATABLE, Relation.IF_ON_SAME_NODE);

  private static final int REQUIRED_HERE = Order.bits(Relation.IF_REQUIRED_ON_SAME_NODE);
  private static final int HERE_OR_TARGET = Order.bits(Relation.IF_ON_SAME_NODE_OR_TARGET);

  private final Web web;

  ProbeLinks(Web web) {
    this.web = web;
  }

  void add() {
    for (Resource resource : web.actions.cluster().topLevel()) {
      addForStarts(resource);
    }
    for (Order order : web.actions.orders()) {
      addForStops(order);
    }
  }

  private List<Action> probes(Resource resource) {
    return web.actions.table().of(resource, "monitor", 0);
  }

  // What waits for a start

  private void addForStarts(Resource resource) {
    if (!resource.isPrimitive()) {
      resource.children().forEach(this::addForStarts);
      return;
    }
    // What a link leads to is the same for the probes on all nodes, so it is looked for once.
    Map<Action, List<Action>> waiting = new LinkedHashMap<>();
    for (Action probe : probes(resource)) {
      for (Link link : List.copyOf(web.after(probe))) {
        blockInstances(probe, link);
        for (Action down : waiting.computeIfAbsent(link.then, t -> waitingBehind(resource, t))) {
          web.link(probe, down, ORDERED, "probe");
        }
      }
    }
  }

  /** No instance may be started before it is known how many there are already. */
  private void blockInstances(Action probe, Link link) {
    Resource after = link.then.resource();
    if (after == null
        || !after.isClone()
        || web.flags.has(probe, Flags.RUNNABLE)
        || link.has(Relation.UNRUNNABLE_FIRST_BLOCKS)
        || top(probe) != after
        || !link.then.is("start")) {
      return;
    }
    for (Link inner : List.copyOf(web.after(link.then))) {
      Resource instance = inner.then.resource();
      boolean idle =
          instance != null
              && instance.status().running().isEmpty()
              && instance.top() == after
              && inner.then.is("start");
      if (idle) {
        web.link(
            probe,
            inner.then,
            Order.bits(Relation.ORDERED, Relation.UNRUNNABLE_FIRST_BLOCKS),
            "probe");
      }
    }
  }

  private static @Nullable Resource top(Action action) {
    Resource resource = action.resource();
    return resource == null ? null : resource.top();
  }

  /**
   * What will be restarted after a start waits with its stop until the probe has been made: the
   * stops and demotions of all that a link leads to.
   */
  private List<Action> waitingBehind(Resource probed, Action after) {
    List<Action> found = new ArrayList<>();
    BitSet seen = new BitSet();
    Deque<Iterator<Link>> path = new ArrayDeque<>();
    path.push(visit(probed, after, seen, found));
    while (!path.isEmpty()) {
      Iterator<Link> links = path.element();
      if (!links.hasNext()) {
        path.pop();
        continue;
      }
      Link link = links.next();
      boolean leads =
          link.has(Relation.FIRST_IMPLIES_THEN) || leadsToPart(probed, link.first, link.then);
      if (leads && !seen.get(link.then.index())) {
        path.push(visit(probed, link.then, seen, found));
      }
    }
    return found;
  }

  private Iterator<Link> visit(Resource probed, Action action, BitSet seen, List<Action> found) {
    web.countWalked();
    seen.set(action.index());
    Resource resource = action.resource();
    if (resource != null && resource.isPrimitive() && resource != probed) {
      String down = action.is("start") ? "stop" : action.is("promote") ? "demote" : "";
      if (!down.isEmpty()) {
        for (Action each : web.find(resource, down, 0)) {
          if (!web.flags.has(each, Flags.PSEUDO)) {
            found.add(each);
          }
        }
      }
    }
    return web.after(action).iterator();
  }

  private boolean leadsToPart(Resource probed, Action after, Action part) {
    Resource whole = after.resource();
    Resource inner = part.resource();
    if (whole == null
        || whole.isPrimitive()
        || inner == null
        || inner.isClone()
        || inner.parent() != whole
        || probed.parent() == whole) {
      return false;
    }
    if (!whole.isClone() || !whole.interleave()) {
      return true;
    }
    return sameNode(probed, inner);
  }

  private boolean sameNode(Resource probed, Resource instance) {
    var place = web.actions.assignment().location(probed);
    return place != null && place == web.actions.assignment().location(instance);
  }

  // What waits for a stop

  /** A container that stops need not wait for a look at what is in it, which may come later. */
  private static boolean endsWithContainer(Order order, Resource first, @Nullable Resource then) {
    return then != null && first.container() == then && order.then().task().equals("stop");
  }

  private void addForStops(Order order) {
    Resource first = order.first().resource();
    Resource then = order.then().resource();
    if (order.flags() == 0
        || first == null
        || first == then
        || endsWithContainer(order, first, then)
        || !order.first().task().startsWith("stop")) {
      return;
    }
    List<Action> probes = probes(first);
    if (probes.isEmpty()) {
      return;
    }
    Action known = order.then().action();
    List<Action> thens =
        known != null
            ? List.of(known)
            : then == null
                ? List.of()
                : web.find(then, order.then().task(), order.then().interval());
    boolean special = order.flags() == REQUIRED_HERE || order.flags() == HERE_OR_TARGET;
    int flags = special ? order.flags() : ORDERED | (order.flags() & CONDITIONS);
    for (Action probe : probes) {
      for (Action action : thens) {
        if (action.is("stonith")) {
          // A node is looked at when it has been unfenced.
          continue;
        }
        web.link(probe, action, flags, order.reason());
      }
    }
  }
}
