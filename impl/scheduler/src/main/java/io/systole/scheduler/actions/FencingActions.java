package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fences nodes that cannot be trusted, and lets nodes go that want to. */
final class FencingActions {

  private final Draft draft;
  private final Unfencing unfencing;
  private final FencingOrders orders;
  private final GuestFencing guests;

  FencingActions(Draft draft) {
    this.draft = draft;
    this.unfencing = new Unfencing(draft);
    this.orders = new FencingOrders(draft);
    this.guests = new GuestFencing(draft, orders);
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
        if (managed && node.remoteRequiresReset() && draft.cluster.canFence(node)) {
          guests.add(node);
        }
        continue;
      }
      if (draft.conditions.unclean(node) && managed && draft.cluster.canFence(node)) {
        Action fencing = fence(node);
        coordinator = node.coordinator() ? fencing : coordinator;
        if (!node.coordinator()) {
          chain(fencings, fencing);
        }
      } else if (node.isMember()
          && draft.conditions.online(node)
          && draft.conditions.shutdown(node)) {
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
    return draft.cluster.options().is(ClusterOption.CONCURRENT_FENCING);
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
    Node.FenceReason reason = draft.conditions.fenceReason(node);
    if (!node.fenceReasons().isEmpty()) {
      // That it must be fenced was known before anything else was thought of, and of members before
      // that of the nodes that are reached through them.
      int all = draft.cluster.nodes().size();
      fencing.place = node.index() - (node.isMember() ? 2 * all : all);
    }
    fencing.reason = reason == null ? "node is unclean" : reason.text();
    addDelay(node, fencing);
    orders.add(node, fencing);
    return fencing;
  }

  private void addDelay(Node node, Action fencing) {
    long delay = draft.cluster.options().millis(ClusterOption.PRIORITY_FENCING_DELAY) / 1000;
    Node.FenceReason reason = draft.conditions.fenceReason(node);
    if (delay == 0 || reason == null || !reason.delayed()) {
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
      draft.order(
          Order.End.only(stop),
          Order.End.only(shutdown),
          "shutdown",
          ORDERED,
          UNRUNNABLE_FIRST_BLOCKS);
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
