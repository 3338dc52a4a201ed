package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A guest node is fenced by the stop of its container: its fencing is a mere point in time, from
 * which on nothing runs there any more.
 */
final class GuestFencing {

  private static final String REASON = "guest fencing";

  private final Draft draft;
  private final FencingOrders orders;

  GuestFencing(Draft draft, FencingOrders orders) {
    this.draft = draft;
    this.orders = orders;
  }

  void add(Node guest) {
    Resource connection = guest.connection();
    Resource container = connection == null ? null : connection.container();
    boolean returns = container != null && draft.table.first(container, "start", 0, null) != null;
    Action fencing = new Unfencing(draft).fence(guest, returns ? "reboot" : "off");
    fencing.optional = false;
    fencing.reason = "guest is unclean";
    fencing.pseudo = true;
    fencing.runnable = true;
    Action stop = container == null ? null : draft.table.first(container, "stop", 0, null);
    if (stop != null) {
      // The stop and not the start that may follow: from then on nothing runs there.
      follow(fencedWith(stop), fencing);
    } else {
      Action close = connection == null ? null : draft.table.first(connection, "stop", 0, null);
      if (close != null) {
        draft.order(Order.End.only(close), Order.End.only(fencing), REASON, ORDERED);
      }
    }
    orders.add(guest, fencing);
  }

  /** What ends a container: its stop, or the fencing of its host if that takes the stop's place. */
  private Action fencedWith(Action stop) {
    Node host = stop.node;
    @Nullable Action fencing = stop.pseudo && host != null ? fencing(host) : null;
    return fencing == null ? stop : fencing;
  }

  private @Nullable Action fencing(Node host) {
    String how = draft.cluster.options().fencingAction();
    return draft.table.point("stonith-" + host.name() + "-" + how);
  }

  private void follow(Action first, Action fencing) {
    draft.order(
        Order.End.only(first),
        Order.End.only(fencing),
        REASON,
        UNRUNNABLE_FIRST_BLOCKS,
        FIRST_IMPLIES_THEN);
  }
}
