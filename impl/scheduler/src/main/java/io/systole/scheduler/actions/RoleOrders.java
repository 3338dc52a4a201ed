package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Resource;

/** In which order a collective resource as a whole changes roles. */
final class RoleOrders {

  private RoleOrders() {}

  static void add(Draft draft, Resource whole) {
    int order = Order.bits(ORDERED);
    draft.order(whole, "demoted", whole, "stop", order);
    draft.order(whole, "running", whole, "promote", Order.bits(UNRUNNABLE_FIRST_BLOCKS));
    draft.order(whole, "stopped", whole, "promote", order);
    draft.order(whole, "demoted", whole, "start", order);
    draft.order(whole, "demote", whole, "demoted", order);
    draft.order(whole, "demoted", whole, "promote", order);
  }
}
