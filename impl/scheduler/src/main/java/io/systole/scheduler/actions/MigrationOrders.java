package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.IF_FIRST_UNMIGRATABLE;
import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.state.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is ordered for starts and stops is ordered for migrations, which stand for them. */
final class MigrationOrders {

  private final Draft draft;

  MigrationOrders(Draft draft) {
    this.draft = draft;
  }

  void add() {
    for (Order order : List.copyOf(draft.orders)) {
      Resource first = taskOnly(order.first());
      Resource then = taskOnly(order.then());
      boolean unrelated =
          first != null
              && then != null
              && first != then
              && !first.isWithin(then)
              && !then.isWithin(first);
      if (unrelated && first != null && then != null && migrates(then)) {
        add(order, first, then);
      }
    }
  }

  private static @Nullable Resource taskOnly(Order.End end) {
    return end.action() == null ? end.resource() : null;
  }

  private static boolean migrates(Resource resource) {
    return resource.isPrimitive() && resource.allowsMigration();
  }

  private void add(Order order, Resource first, Resource then) {
    int conditional =
        migrates(first) ? Order.bits(ORDERED, IF_FIRST_UNMIGRATABLE) : Order.bits(ORDERED);
    int plain = Order.bits(ORDERED);
    boolean resumes = then.status().partialMigrationTarget() != null;
    if (order.first().interval() > 0 || order.then().interval() > 0) {
      return;
    }
    switch (order.first().task() + " " + order.then().task()) {
      case "start start" -> {
        if (migrates(first)) {
          draft.order(first, "migrate_from", then, "migrate_to", plain);
        }
        draft.order(first, "start", then, "migrate_to", conditional);
      }
      case "stop stop" -> {
        draft.order(first, "stop", then, "migrate_to", conditional);
        if (resumes) {
          draft.order(first, "stop", then, "migrate_from", conditional);
        }
      }
      case "promote start" -> draft.order(first, "promote", then, "migrate_to", plain);
      case "demote stop" -> {
        draft.order(first, "demote", then, "migrate_to", plain);
        if (resumes) {
          draft.order(first, "demote", then, "migrate_from", plain);
        }
      }
      default -> {
        // Other orderings have nothing to do with where things are.
      }
    }
  }
}
