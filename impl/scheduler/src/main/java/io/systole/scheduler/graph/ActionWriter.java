package io.systole.scheduler.graph;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.rules.RuleInput;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Operation;
import io.systole.scheduler.state.OperationMeta;
import io.systole.scheduler.state.Parameters;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes an action as the graph has it. */
final class ActionWriter {

  private static final String META = "CRM_meta_";

  private final OrderedActions ordered;
  private final ClusterState cluster;

  ActionWriter(OrderedActions ordered) {
    this.ordered = ordered;
    this.cluster = ordered.actions().cluster();
  }

  Element write(Action action, int id) {
    boolean pseudo = ordered.pseudo(action);
    Resource resource = action.resource();
    Node node = pseudo ? null : action.node();
    Element.Builder element = Element.builder(tag(action, pseudo)).attribute("id", id);
    element.attribute("operation", action.task());
    element.attribute("operation_key", key(action));
    if (!key(action).equals(action.key())) {
      element.attribute("internal_operation_key", action.key());
    }
    if (node != null) {
      element.attribute("on_node", node.name()).attribute("on_node_uuid", node.id());
    }
    if (resource != null && !pseudo && resource.isPrimitive()) {
      element.child(primitive(resource));
    }
    element.child(attributes(action, pseudo));
    if (node != null && takesDown(action)) {
      element.child(Element.builder("downed").child(Element.of("node", "id", node.id())).build());
    }
    return element.build();
  }

  private static boolean takesDown(Action action) {
    if (action.is("stonith")) {
      return !"on".equals(action.meta().get("stonith_action"));
    }
    return action.is("do_shutdown");
  }

  private static String tag(Action action, boolean pseudo) {
    if (pseudo) {
      return "pseudo_event";
    }
    return switch (action.task()) {
      case "stonith", "do_shutdown", "clear_failcount", "probe_complete" -> "crm_event";
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
    return name.isEmpty() ? action.key() : name + action.key().substring(resource.id().length());
  }

  private static Element primitive(Resource resource) {
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

  private Element attributes(Action action, boolean pseudo) {
    Resource resource = action.resource();
    Map<String, String> all = new TreeMap<>();
    Map<String, String> numbered = new TreeMap<>();
    if (resource != null && resource.isPrimitive()) {
      parameters(action, resource).forEach((k, v) -> (isNumber(k) ? numbered : all).put(k, v));
    }
    action.configured().forEach((k, v) -> all.put(meta(k), value(k, v)));
    action.meta().forEach((k, v) -> all.put(meta(k), v));
    ordered.told(action).forEach((k, v) -> all.put(meta(k), v));
    if (action.node() != null && !pseudo) {
      all.put(META + "on_node", action.node().name());
      all.put(META + "on_node_uuid", action.node().id());
    }
    for (Resource r = resource; r != null; r = r.parent()) {
      addNature(r, all);
    }
    Element.Builder element = Element.builder("attributes").attributes(all);
    numbered.forEach((k, v) -> element.child(Element.of("param", "name", k, "value", v)));
    return element.build();
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && Character.isDigit(name.charAt(0));
  }

  private static String meta(String name) {
    return META + name.replace('-', '_');
  }

  private static String value(String name, String value) {
    return name.equals("role") ? Role.parse(value).map(Role::text).orElse(value) : value;
  }

  private Map<String, String> parameters(Action action, Resource resource) {
    Map<String, String> found =
        new LinkedHashMap<>(Parameters.of(cluster, resource, action.node()));
    Operation operation = OperationMeta.find(resource, action.task(), action.interval(), true);
    Node node = action.node();
    if (operation != null && node != null) {
      Map<String, String> own = new LinkedHashMap<>();
      cluster
          .sets()
          .read(
              operation.xml(),
              "instance_attributes",
              RuleInput.at(cluster.now()).withNode(node.attributes()),
              own);
      found.putAll(own);
    }
    return found;
  }

  /** What an agent may have to know of how its resource is built. */
  private static void addNature(Resource resource, Map<String, String> into) {
    if (resource.instance() >= 0 && resource.isPrimitive()) {
      into.put(META + "clone", Integer.toString(resource.instance()));
    }
    Resource container = resource.container();
    if (container != null) {
      into.putIfAbsent(META + "container", container.id());
    }
    if (!resource.isClone()) {
      return;
    }
    into.put(META + "clone_max", Integer.toString(resource.cloneMax()));
    into.put(META + "clone_node_max", Integer.toString(resource.cloneNodeMax()));
    into.put(META + "globally_unique", Boolean.toString(resource.unique()));
    into.put(META + "notify", Boolean.toString(resource.notifies()));
    if (resource.promotable()) {
      String most = Integer.toString(resource.promotedMax());
      String perNode = Integer.toString(resource.promotedNodeMax());
      into.put(META + "promoted_max", most);
      into.put(META + "promoted_node_max", perNode);
      into.put(META + "master_max", most);
      into.put(META + "master_node_max", perNode);
    }
  }
}
