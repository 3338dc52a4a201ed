package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Parameters;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A resource's lines in a status display. */
final class ResourceText {

  private final ClusterState cluster;
  private final Bullets out;
  private final boolean showPending;

  ResourceText(ClusterState cluster, Bullets out, boolean showPending) {
    this.cluster = cluster;
    this.out = out;
    this.showPending = showPending;
  }

  void write(Resource resource) {
    switch (resource.kind()) {
      case PRIMITIVE -> out.item(primitive(resource));
      case GROUP -> group(resource);
      case CLONE -> clone(resource);
      case BUNDLE -> bundle(resource);
    }
  }

  // Primitives

  private static String agent(Resource resource) {
    String provider = resource.xml().attribute("provider", "");
    return resource.standard()
        + (provider.isEmpty() ? "" : ":" + provider)
        + ":"
        + resource.xml().attribute("type", "");
  }

  private String primitive(Resource resource) {
    boolean several = resource.status().running().size() > 1;
    return line(Glance.name(resource), resource, several ? null : node(resource));
  }

  private String line(String name, Resource resource, @Nullable Node node) {
    ResourceStatus status = resource.status();
    boolean several = status.running().size() > 1;
    StringBuilder line = new StringBuilder();
    line.append(name).append("\t(").append(agent(resource)).append("):\t");
    if (resource.orphan()) {
      line.append(" ORPHANED");
    }
    line.append(' ').append(state(resource));
    if (node != null) {
      line.append(' ').append(node.name());
    }
    if (Glance.role(resource) == Role.STOPPED && Glance.lacksAgent(resource, node)) {
      line.append(" (Not installed) ");
    }
    List<String> flags = flags(resource, node);
    if (!flags.isEmpty()) {
      line.append(" (").append(String.join(", ", flags)).append(')');
    }
    if (several) {
      line.append(" [");
      status.running().forEach(n -> line.append(' ').append(n.name()));
      line.append(" ]");
    }
    return line.toString();
  }

  /** The node to name: where it runs, is being started, or is kept for while its node is away. */
  private static @Nullable Node node(Resource resource) {
    ResourceStatus status = resource.status();
    if (!status.running().isEmpty()) {
      return status.running().getFirst();
    }
    return status.lockNode() != null ? status.lockNode() : status.pendingNode();
  }

  private String state(Resource resource) {
    ResourceStatus status = resource.status();
    if (status.failed()) {
      return status.role() == Role.PROMOTED ? "FAILED Promoted" : "FAILED";
    }
    String pending = showPending ? Glance.pendingState(resource) : "";
    return pending.isEmpty() ? Glance.role(resource).text() : pending;
  }

  private List<String> flags(Resource resource, @Nullable Node node) {
    ResourceStatus status = resource.status();
    List<String> flags = new ArrayList<>();
    if (node != null && !node.online() && node.unclean()) {
      flags.add("UNCLEAN");
    }
    if (node != null && node == status.lockNode()) {
      flags.add("LOCKED");
    }
    if (showPending && status.pendingTask().equals("monitor")) {
      flags.add("Monitoring");
    }
    Optional<Role> target = Glance.target(resource);
    if (target.isPresent()) {
      if (target.get() == Role.STOPPED) {
        flags.add("disabled");
      } else if (target.get() == Role.UNPROMOTED && resource.top().promotable()) {
        flags.add("target-role:" + Role.UNPROMOTED.text());
      }
    }
    if (status.blocked()) {
      flags.add("blocked");
    } else if (!status.managed()) {
      flags.add(status.maintenance() ? "maintenance" : "unmanaged");
    }
    if (status.ignoresFailure()) {
      flags.add("failure ignored");
    }
    return flags;
  }

  // Groups and clones

  private static void addCondition(Resource resource, List<String> flags) {
    if (Glance.disabled(resource)) {
      flags.add("disabled");
    }
    if (!resource.status().managed()) {
      flags.add(resource.status().maintenance() ? "maintenance" : "unmanaged");
    }
  }

  private void group(Resource group) {
    List<String> flags = new ArrayList<>();
    addCondition(group, flags);
    out.begin("Resource Group: " + group.id() + flagText(flags));
    group.children().forEach(this::write);
    out.end();
  }

  // Bundles

  private void bundle(Resource bundle) {
    List<String> flags = new ArrayList<>();
    if (bundle.replicasPerHost() > 1) {
      flags.add("unique");
    }
    addCondition(bundle, flags);
    String title = bundle.replicas().size() > 1 ? "Container bundle set: " : "Container bundle: ";
    out.begin(title + bundle.id() + " [" + image(bundle) + "]" + flagText(flags));
    bundle.replicas().forEach(replica -> out.item(replica(replica)));
    out.end();
  }

  private static String image(Resource bundle) {
    return bundle.xml().children().stream()
        .flatMap(child -> child.attribute("image").stream())
        .findFirst()
        .orElse("");
  }

  /** What runs in a container is told of where the container is. */
  private String replica(Replica replica) {
    Resource named = replica.connection() == null ? replica.container() : replica.connection();
    Resource told = replica.instance() == null ? replica.container() : replica.instance();
    Resource address = replica.address();
    String at =
        address == null
            ? ""
            : " (" + Parameters.of(cluster, address, null).getOrDefault("ip", "") + ")";
    return line(named.id() + at, told, node(replica.container()));
  }

  private static String flagText(List<String> flags) {
    return flags.isEmpty() ? "" : " (" + String.join(", ", flags) + ")";
  }

  private static String childId(Resource clone) {
    return clone.xml().children().stream()
        .filter(c -> c.is("primitive") || c.is("group"))
        .map(io.systole.xml.Element::id)
        .findFirst()
        .orElse("");
  }

  private void clone(Resource clone) {
    List<String> flags = new ArrayList<>();
    if (clone.promotable()) {
      flags.add("promotable");
    }
    if (clone.unique()) {
      flags.add("unique");
    }
    addCondition(clone, flags);
    out.begin("Clone Set: " + clone.id() + " [" + childId(clone) + "]" + flagText(flags));
    Set<Node> promoted = byName();
    Set<Node> started = byName();
    for (Resource instance : clone.children()) {
      if (printedWhole(clone, instance)) {
        write(instance);
        continue;
      }
      Node place = Glance.place(instance);
      if (place != null && Glance.active(instance, true)) {
        boolean isPromoted = Glance.greatestRole(instance) == Role.PROMOTED;
        (isPromoted ? promoted : started).add(place);
      }
    }
    out.row("Promoted", promoted.stream().map(Node::name).toList());
    out.row(startedTitle(clone), started.stream().map(Node::name).toList());
    if (!clone.unique() && clone.cloneMax() > promoted.size() + started.size()) {
      stopped(clone);
    }
    out.end();
  }

  private static Set<Node> byName() {
    return new TreeSet<>(java.util.Comparator.comparingInt(Node::index));
  }

  private static String startedTitle(Resource clone) {
    if (!clone.promotable()) {
      return "Started";
    }
    boolean wanted = Glance.target(clone).filter(r -> r == Role.UNPROMOTED).isPresent();
    return wanted ? "Unpromoted (target-role)" : "Unpromoted";
  }

  /** Whether an instance has more to tell than on which node it is. */
  private boolean printedWhole(Resource clone, Resource instance) {
    boolean active = Glance.active(instance, false);
    if (clone.unique()) {
      return active || !instance.orphan();
    }
    boolean pending =
        showPending && instance.isPrimitive() && !instance.status().pendingTask().isEmpty();
    if (pending) {
      return true;
    }
    if (!active) {
      return false;
    }
    if (Glance.anyOrphan(instance)
        || !Glance.allManaged(instance)
        || Glance.anyFailed(instance)
        || !Glance.active(instance, true)) {
      return true;
    }
    Node place = Glance.place(instance);
    return place == null || (!place.online() && place.unclean());
  }

  /** The nodes on which no instance is, by what is to be said of that. */
  private void stopped(Resource clone) {
    boolean disabled =
        shallStop(clone) || clone.children().stream().anyMatch(ResourceText::shallStop);
    Map<String, List<String>> nodes = new TreeMap<>();
    var places = Glance.places(clone);
    for (Node node : cluster.nodes()) {
      boolean eligible = node.configured() && (!node.isReplica() || node.listed());
      if (eligible && !places.contains(node) && !clone.status().running().contains(node)) {
        nodes
            .computeIfAbsent(notThere(clone, node, disabled), s -> new ArrayList<>())
            .add(node.name());
      }
    }
    nodes.forEach(out::row);
  }

  private static boolean shallStop(Resource resource) {
    return Glance.target(resource).filter(r -> r == Role.STOPPED).isPresent();
  }

  private static String notThere(Resource clone, Node node, boolean disabled) {
    for (Resource primitive : Glance.primitives(clone)) {
      if (Glance.lacksAgent(primitive, node)) {
        return "Stopped (Not installed)";
      }
    }
    return disabled ? "Stopped (disabled)" : "Stopped";
  }
}
