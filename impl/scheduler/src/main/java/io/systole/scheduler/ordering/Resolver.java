package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns orderings of resources' tasks into links between actions. */
final class Resolver {

  private final Web web;

  Resolver(Web web) {
    this.web = web;
  }

  void resolve() {
    for (Order order : web.actions.orders()) {
      if (known(order)) {
        resolve(order);
      }
    }
    for (Order order : web.actions.orders()) {
      if (!known(order)) {
        resolve(order);
      }
    }
  }

  private static boolean known(Order order) {
    return order.first().action() != null && order.then().action() != null;
  }

  private void resolve(Order order) {
    Resource firstResource = order.first().resource();
    Action first = order.first().action();
    if (firstResource == null) {
      linkAll(first, order, order.then().resource());
      return;
    }
    Resource thenResource = order.then().resource();
    for (Action each : firsts(order, firstResource, thenResource)) {
      linkAll(each, order, thenResource);
    }
  }

  private List<Action> firsts(Order order, Resource resource, @Nullable Resource thenResource) {
    Action known = order.first().action();
    if (known != null) {
      return List.of(known);
    }
    String task = order.first().task();
    long interval = order.first().interval();
    List<Action> found = web.find(resource, task, interval);
    if (!found.isEmpty() || resource == thenResource) {
      return found;
    }
    Role role = state(resource);
    boolean moot =
        interval == 0
            && ((task.equals("stop") && role == Role.STOPPED)
                || (task.equals("demote") && role == Role.UNPROMOTED));
    return moot ? List.of() : List.of(web.addPlaceholder(resource, task, interval));
  }

  private Role state(Resource resource) {
    if (resource.isPrimitive()) {
      return web.actions.assignment().role(resource);
    }
    Role greatest = Role.UNKNOWN;
    for (Resource child : resource.children()) {
      Role role = state(child);
      greatest = role.compareTo(greatest) > 0 ? role : greatest;
    }
    return greatest;
  }

  private void linkAll(@Nullable Action first, Order order, @Nullable Resource thenResource) {
    Action known = order.then().action();
    List<Action> thens;
    if (known != null) {
      thens = List.of(known);
    } else if (thenResource != null) {
      thens = web.find(thenResource, order.then().task(), order.then().interval());
    } else {
      return;
    }
    boolean clearsAway =
        first != null && first.abortsMigration() && first.resource() == thenResource;
    int implied = clearsAway ? Order.bits(Relation.FIRST_IMPLIES_THEN) : 0;
    for (Action then : thens) {
      if (first != null) {
        web.link(first, then, order.flags() & ~implied, order.reason());
      } else if (Order.has(order.flags(), Relation.FIRST_IMPLIES_THEN)) {
        web.flags.clear(then, Flags.RUNNABLE);
      }
    }
  }
}
