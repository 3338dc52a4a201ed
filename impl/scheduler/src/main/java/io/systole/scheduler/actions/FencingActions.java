package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.GUEST_ALLOWED;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fences nodes that cannot be trusted, and lets nodes go that want to. */
final class FencingActions {

  private final Draft draft;
  private final Unfencing unfencing;

  FencingActions(Draft draft) {
    this.draft = draft;
    this.unfencing = new Unfencing(draft);
  }

  void add() {
    boolean managed =
        draft.cluster.resources().stream()
            .anyMatch(r -> r.isPrimitive() && draft.assignment.managed(r));
    Action coordinator = null;
    List<Action> fencings = new ArrayList<>();
    List<Action> shutdowns = new ArrayList<>();
    for (Node node : draft.cluster.nodes()) {
      if (node.isGuest()) {
        continue;
      }
      if (node.unclean() && managed && draft.cluster.canFence(node)) {
        Action fencing = fence(node);
        coordinator = node.coordinator() ? fencing : coordinator;
        if (!node.coordinator()) {
          chain(fencings, fencing);
        }
      } else if (node.online() && node.shutdown() && node.isMember()) {
        Action shutdown = shutDown(node);
        coordinator = node.coordinator() ? shutdown : coordinator;
        if (!node.coordinator()) {
          shutdowns.add(shutdown);
        }
      }
    }
    if (coordinator != null) {
      last(coordinator, fencings, shutdowns);
    }
  }

  private boolean concurrent() {
    return draft.cluster.options().is("concurrent-fencing", true);
  }

  private void chain(List<Action> fencings, Action fencing) {
    if (!concurrent() && !fencings.isEmpty()) {
      order(fencings.getLast(), fencing, "one fencing at a time");
    }
    fencings.add(fencing);
  }

  /** The coordinator goes last, so that it need not be chosen anew time and again. */
  private void last(Action coordinator, List<Action> fencings, List<Action> shutdowns) {
    if (coordinator.is("do_shutdown")) {
      shutdowns.forEach(s -> order(s, coordinator, "the coordinator leaves last"));
    }
    if (concurrent()) {
      fencings.forEach(f -> order(f, coordinator, "the coordinator goes last"));
    } else if (!fencings.isEmpty()) {
      order(fencings.getLast(), coordinator, "the coordinator goes last");
    }
  }

  private void order(Action first, Action then, String reason) {
    draft.order(Order.End.only(first), Order.End.only(then), reason, ORDERED);
  }

  // Fencing

  private Action fence(Node node) {
    Action fencing = unfencing.fence(node, draft.cluster.options().fencingAction());
    fencing.optional = false;
    if (!node.fenceReasons().isEmpty()) {
      // That it must be fenced was known before anything else was thought of.
      fencing.place = node.index() - draft.cluster.nodes().size();
    }
    fencing.reason =
        node.fenceReasons().isEmpty() ? "node is unclean" : node.fenceReasons().get(0).text();
    addDelay(node, fencing);
    for (Resource resource : draft.cluster.resources()) {
      if (resource.isPrimitive() && draft.assignment.managed(resource)) {
        orderStarts(resource, node, fencing);
        orderStops(resource, node, fencing);
      }
    }
    return fencing;
  }

  private void addDelay(Node node, Action fencing) {
    long delay = draft.cluster.options().millis("priority-fencing-delay", 0) / 1000;
    boolean counts =
        delay > 0 && !node.fenceReasons().isEmpty() && node.fenceReasons().get(0).delayed();
    if (!counts) {
      return;
    }
    int top = 0;
    int lowest = Integer.MAX_VALUE;
    for (Node each : draft.cluster.nodes()) {
      if (each.isMember()) {
        top = Math.max(top, each.priority());
        lowest = Math.min(lowest, each.priority());
      }
    }
    boolean important = node.priority() == top && lowest < top;
    fencing.meta.put("priority-fencing-delay", Long.toString(important ? delay : 0));
  }

  private void orderStarts(Resource resource, Node node, Action fencing) {
    if (resource.requires() == Resource.Requires.NOTHING) {
      return;
    }
    for (String task : new String[] {"start", "promote"}) {
      for (Action action : draft.table.of(resource, task, 0)) {
        switch (action.needs) {
          case NOTHING -> {
            // It may go on beside the fencing.
          }
          case FENCING, UNFENCING -> orderDirectly(fencing, action, Order.bits(ORDERED));
          case QUORUM -> {
            boolean mayBeThere =
                task.equals("start")
                    && draft.assignment.scores(resource).has(node.index())
                    && !known(resource, node);
            if (mayBeThere) {
              orderDirectly(fencing, action, Order.bits(ORDERED, UNRUNNABLE_FIRST_BLOCKS));
            }
          }
        }
      }
    }
  }

  /** Whether it is known what it does there; of instances that are alike one is enough. */
  private static boolean known(Resource resource, Node node) {
    if (resource.status().knownOn(node)) {
      return true;
    }
    Resource parent = resource.parent();
    return parent != null && parent.isClone() && !parent.unique() && parent.status().knownOn(node);
  }

  private void orderDirectly(Action first, Action then, int flags) {
    draft.orders.add(new Order(Order.End.only(first), Order.End.only(then), flags, "fencing"));
  }

  private void orderStops(Resource resource, Node node, Action fencing) {
    boolean implied = resource.needsFencing() || node.isGuest();
    Resource top = resource.top();
    Action topStop = draft.table.first(top, "stop", 0, null);
    for (Action stop : draft.table.of(resource, "stop", 0)) {
      if (stop.node != node) {
        continue;
      }
      // It would never complete; the fencing does its work.
      stop.pseudo = true;
      stop.runnable = true;
      if (implied) {
        orderDirectly(fencing, stop, Order.bits(GUEST_ALLOWED));
        if (topStop != null && top != resource) {
          orderDirectly(fencing, topStop, Order.bits(GUEST_ALLOWED));
        }
      }
    }
    for (Action demote : draft.table.of(resource, "demote", 0)) {
      boolean lost = !node.online() || node.unclean() || resource.status().failed();
      if (demote.node != node || !lost) {
        continue;
      }
      demote.pseudo = true;
      demote.runnable = true;
      if (implied) {
        orderDirectly(fencing, demote, Order.bits(GUEST_ALLOWED));
      }
    }
  }

  // Shutting down

  private Action shutDown(Node node) {
    Action shutdown =
        draft.action(Action.Name.point("do_shutdown", "do_shutdown-" + node.name()), node, false);
    for (Action stop : draft.table.stopsOn(node)) {
      Resource resource = stop.resource;
      if (resource == null || !mustStop(resource, node)) {
        continue;
      }
      stop.optional = false;
      orderDirectly(stop, shutdown, Order.bits(ORDERED, UNRUNNABLE_FIRST_BLOCKS));
    }
    shutdown.meta.put("op_no_wait", "true");
    return shutdown;
  }

  private boolean mustStop(Resource resource, @Nullable Node node) {
    boolean maintained = resource.status().maintenance() || (node != null && node.maintenance());
    boolean handled = draft.assignment.managed(resource) || resource.status().blocked();
    return !maintained && handled;
  }
}
