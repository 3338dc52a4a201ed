package io.systole.scheduler.actions;

import io.systole.scheduler.preferences.OrderConstraint;
import io.systole.scheduler.state.Resource;

/** The orderings that the administrator stated. */
final class StatedOrders {

  private final Draft draft;

  StatedOrders(Draft draft) {
    this.draft = draft;
  }

  void add() {
    for (OrderConstraint constraint : draft.preferences.orders()) {
      draft.orders.add(
          new Order(
              end(constraint.first()),
              end(constraint.then()),
              Order.bits(constraint.relations()),
              constraint.id()));
    }
  }

  private Order.End end(OrderConstraint.End end) {
    Resource resource = end.resource();
    if (resource != null) {
      return Order.End.of(resource, end.task(), 0);
    }
    Action point = draft.action(Action.Name.point(end.task(), end.task()), null, true);
    point.pseudo = true;
    point.neededBefore = end.needed();
    return Order.End.only(point);
  }
}
