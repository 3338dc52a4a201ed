package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/** Deletes a resource's history from a node. */
final class Cleanup {

  private Cleanup() {}

  static void add(Draft draft, Resource resource, Node node, boolean optional) {
    if (resource.status().failed() || !draft.conditions.clean(node)) {
      return;
    }
    draft.action(resource, "delete", node, optional);
    int flags = Order.bits(optional ? FIRST_IMPLIES_THEN : ORDERED);
    draft.order(resource, "stop", resource, "delete", flags);
    draft.order(resource, "delete", resource, "start", flags);
  }
}
