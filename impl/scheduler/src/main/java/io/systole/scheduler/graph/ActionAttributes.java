package io.systole.scheduler.graph;

import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.ContainerHost;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Operation;
import io.systole.scheduler.state.OperationMeta;
import io.systole.scheduler.state.Parameters;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is told to those who run an action: parameters, options, and how the resource is built. */
final class ActionAttributes {

  private static final String META = "CRM_meta_";

  private final OrderedActions ordered;
  private final RemoteRouting routing;
  private final ClusterState cluster;

  /** By the resource's index: what its actions for one task on all nodes have in common. */
  private final @Nullable List<Common>[] common;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ActionAttributes(OrderedActions ordered, RemoteRouting routing) {
    this.ordered = ordered;
    this.routing = routing;
    this.cluster = ordered.actions().cluster();
    this.common = new List[cluster.resources().size()];
  }

  /**
   * Parameters and options of a task.
   *
   * @param configured the options that were read, which are one map for all nodes
   * @param all sorted by name
   * @param numbered parameters whose names are no XML names
   */
  private record Common(
      String task,
      long interval,
      Map<String, String> configured,
      SortedMap<String, String> all,
      SortedMap<String, String> numbered) {

    boolean isFor(Action action) {
      return interval == action.interval()
          && action.is(task)
          && configured.equals(action.configured());
    }
  }

  Element of(Action action, boolean pseudo) {
    Common shared = common(action);
    SortedMap<String, String> all = new TreeMap<>(shared.all);
    action.meta().forEach((k, v) -> all.put(meta(k), v));
    ordered.told(action).forEach((k, v) -> all.put(meta(k), v));
    if (action.node() != null && (!pseudo || action.is("stonith"))) {
      all.put(META + "on_node", action.node().name());
      all.put(META + "on_node_uuid", action.node().id());
    }
    Node host = routing.host(action);
    if (host != null) {
      all.put(META + "physical_host", host.name());
    }
    addGuestOptions(action, all);
    for (Resource r = action.resource(); r != null; r = r.parent()) {
      addNature(r, all);
    }
    Element.Builder element = Element.builder("attributes").attributes(all);
    shared.numbered.forEach((k, v) -> element.child(Element.of("param", "name", k, "value", v)));
    return element.build();
  }

  /** On a guest an agent has to know whose attributes are meant, the guest's or its host's. */
  private static void addGuestOptions(Action action, SortedMap<String, String> into) {
    Node node = action.node();
    Resource resource = action.resource();
    boolean runsThere = node != null && node.isGuest() && !action.is("cancel");
    if (runsThere && resource != null) {
      resource
          .meta("container-attribute-target")
          .ifPresent(target -> into.put(META + "container_attribute_target", target));
    }
  }

  private Common common(Action action) {
    Resource resource = action.resource();
    if (resource == null || !sameOnAllNodes(action, resource)) {
      return read(action);
    }
    List<Common> known = common[resource.index()];
    if (known == null) {
      known = new ArrayList<>(4);
      common[resource.index()] = known;
    }
    for (Common each : known) {
      if (each.isFor(action)) {
        return each;
      }
    }
    Common read = read(action);
    known.add(read);
    return read;
  }

  private boolean sameOnAllNodes(Action action, Resource resource) {
    Operation operation = OperationMeta.find(resource, action.task(), action.interval(), true);
    boolean own = operation != null && operation.xml().child("instance_attributes").isPresent();
    return !own && Parameters.fixed(cluster, resource);
  }

  private Common read(Action action) {
    Resource resource = action.resource();
    SortedMap<String, String> all = new TreeMap<>();
    SortedMap<String, String> numbered = new TreeMap<>();
    if (resource != null && resource.isPrimitive()) {
      parameters(action, resource).forEach((k, v) -> (isNumber(k) ? numbered : all).put(k, v));
    }
    action.configured().forEach((k, v) -> all.put(meta(k), value(k, v)));
    return new Common(action.task(), action.interval(), action.configured(), all, numbered);
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
    ContainerHost.resolve(found, resource, ordered.actions().assignment()::node);
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
    resource.meta("remote-node").ifPresent(node -> into.putIfAbsent(META + "remote_node", node));
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
