package io.systole.scheduler.graph;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import org.jspecify.annotations.Nullable;

/** Writes an action as the graph has it. */
final class ActionWriter {

  private final OrderedActions ordered;
  private final RemoteRouting routing;
  private final Downed downed;
  private final ActionAttributes attributes;
  private final @Nullable Element[] primitives;

  ActionWriter(OrderedActions ordered) {
    this.ordered = ordered;
    this.routing = new RemoteRouting(ordered.actions().assignment());
    this.downed = new Downed(ordered);
    this.attributes = new ActionAttributes(ordered, routing);
    this.primitives = new Element[ordered.actions().cluster().resources().size()];
  }

  Element write(Action action, int id) {
    boolean pseudo = ordered.pseudo(action);
    Resource resource = action.resource();
    // A fencing that is a mere point in time still tells of which node.
    Node node = pseudo && !action.is("stonith") ? null : action.node();
    Element.Builder element = Element.builder(tag(action, pseudo)).attribute("id", id);
    element.attribute("operation", action.task());
    element.attribute("operation_key", key(action));
    if (!key(action).equals(action.key())) {
      element.attribute("internal_operation_key", action.key());
    }
    if (node != null) {
      element.attribute("on_node", node.name()).attribute("on_node_uuid", node.id());
      Node router = routing.router(action);
      if (router != null) {
        element.attribute("router_node", router.name());
      }
    }
    if (action.is("lrm_delete")) {
      element.attribute("mode", "cib");
    }
    if (resource != null && !pseudo && isLocked(action, resource)) {
      element.attribute("shutdown-lock", resource.status().lockTime());
    }
    if (resource != null && !pseudo && resource.isPrimitive()) {
      element.child(primitive(resource));
    }
    element.child(attributes.of(action, pseudo));
    ImmutableList<String> gone =
        pseudo && !action.is("stonith") ? ImmutableList.of() : downed.by(action);
    if (!gone.isEmpty()) {
      element.child(Downed.element(gone));
    }
    return element.build();
  }

  /** Whether a node has to remember that it will get the resource back. */
  private static boolean isLocked(Action action, Resource resource) {
    Node locked = resource.status().lockNode();
    return locked != null && locked == action.node() && (action.is("start") || action.is("stop"));
  }

  private static String tag(Action action, boolean pseudo) {
    if (pseudo) {
      return "pseudo_event";
    }
    return switch (action.task()) {
      case "stonith", "do_shutdown", "clear_failcount", "probe_complete", "lrm_delete" ->
          "crm_event";
      default -> "rsc_op";
    };
  }

  /** The key by which the node knows the operation. */
  private String key(Action action) {
    Resource resource = action.resource();
    if (resource == null || !resource.isPrimitive() || !resource.anonymousInstance()) {
      return action.key();
    }
    String name = resource.status().historyName();
    if (name.isEmpty()) {
      return action.key();
    }
    return switch (action.task()) {
      case "notify" ->
          name
              + "_"
              + action.meta().getOrDefault("notify_type", "")
              + "_notify_"
              + action.meta().getOrDefault("notify_operation", "")
              + "_0";
      case "notified" -> name + "_notified_0";
      default -> name + action.key().substring(resource.id().length());
    };
  }

  /** A resource is the same in all of its actions. */
  private Element primitive(Resource resource) {
    Element known = primitives[resource.index()];
    if (known == null) {
      known = describe(resource);
      primitives[resource.index()] = known;
    }
    return known;
  }

  private static Element describe(Resource resource) {
    Element.Builder element = Element.builder("primitive");
    String history = resource.status().historyName();
    if (!resource.anonymousInstance()) {
      element.attribute("id", resource.id());
    } else if (resource.orphan() && !history.isEmpty()) {
      element.attribute("id", history).attribute("long-id", resource.id());
    } else {
      boolean renamed = !history.isEmpty() && !history.equals(resource.configId());
      element
          .attribute("id", resource.configId())
          .attribute("long-id", renamed ? history : resource.id());
    }
    for (String name : new String[] {"class", "provider", "type"}) {
      element.attribute(name, resource.xml().attribute(name));
    }
    return element.build();
  }
}
