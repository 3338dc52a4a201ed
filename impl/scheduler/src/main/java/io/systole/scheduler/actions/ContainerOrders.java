package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Resource;

/** What is in a container is there no sooner and no longer than the container. */
final class ContainerOrders {

  private final Draft draft;

  ContainerOrders(Draft draft) {
    this.draft = draft;
  }

  void add(Resource resource) {
    Resource container = resource.container();
    if (container == null) {
      return;
    }
    if (resource.isConnection()) {
      // If the container turns out to run after all, the connection need not be renewed.
      draft.order(container, "monitor", resource, "stop", Order.bits(ORDERED));
    } else if (isNode(container)) {
      return;
    }
    draft.order(
        container,
        "start",
        resource,
        "start",
        Order.bits(FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS));
    draft.order(resource, "stop", container, "stop", Order.bits(THEN_IMPLIES_FIRST));
  }

  /** Whether the container is a node, whose actions wait for the connection to it anyway. */
  private static boolean isNode(Resource container) {
    return container.isConnection()
        || container.contents().stream().anyMatch(Resource::isConnection);
  }
}
