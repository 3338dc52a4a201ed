package io.systole.scheduler.graph;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;

/** Which nodes are expected to be gone when an action has been done. */
final class Downed {

  private final OrderedActions ordered;

  Downed(OrderedActions ordered) {
    this.ordered = ordered;
  }

  /** The ids of the nodes that an action takes down. */
  ImmutableList<String> by(Action action) {
    Node node = action.node();
    if (node == null) {
      return ImmutableList.of();
    }
    return switch (action.task()) {
      case "stonith" ->
          "on".equals(action.meta().get("stonith_action")) ? ImmutableList.of() : withGuests(node);
      case "do_shutdown" -> ImmutableList.of(node.id());
      case "stop" -> byStop(action);
      default -> ImmutableList.of();
    };
  }

  private ImmutableList<String> withGuests(Node node) {
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    ids.add(node.id());
    for (Node other : ordered.actions().cluster().nodes()) {
      Resource connection = other.isGuest() ? other.connection() : null;
      Resource container = connection == null ? null : connection.container();
      if (container != null && container.status().running().contains(node)) {
        ids.add(other.id());
      }
    }
    return ids.build();
  }

  /** A connection that is closed takes its node away, unless it is opened elsewhere meanwhile. */
  private ImmutableList<String> byStop(Action stop) {
    Resource resource = stop.resource();
    if (resource == null || !resource.isConnection()) {
      return ImmutableList.of();
    }
    boolean migrates =
        ordered.actions().table().of(resource, "migrate_to", 0).stream().anyMatch(this::done)
            || ordered.actions().table().of(resource, "migrate_from", 0).stream()
                .anyMatch(this::done);
    return migrates ? ImmutableList.of() : ImmutableList.of(resource.id());
  }

  private boolean done(Action action) {
    return ordered.runnable(action) && !ordered.optional(action);
  }

  /** As an element of the graph. */
  static Element element(ImmutableList<String> ids) {
    Element.Builder downed = Element.builder("downed");
    ids.forEach(id -> downed.child(Element.of("node", "id", id)));
    return downed.build();
  }
}
