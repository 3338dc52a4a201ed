package io.systole.scheduler.state;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.rules.Score;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Reads the nodes that are configured. */
final class NodeReader {

  private final ClusterReader cluster;

  NodeReader(ClusterReader cluster) {
    this.cluster = cluster;
  }

  void readConfigured() {
    Optional<Element> section = cluster.configuration.child("nodes");
    if (section.isPresent()) {
      for (Element node : section.get().children("node")) {
        boolean remote = node.attribute("type", "member").equals("remote");
        Node read = add(node.id(), node.attribute("uname", ""), remote);
        read.score = Score.parse(node.attribute("score", "0"), 0);
        read.listed = true;
        readAttributes(read, node);
      }
    }
    addRemoteNodes();
  }

  /** Nodes that are not listed but follow from a resource that connects to them. */
  private void addRemoteNodes() {
    cluster
        .configuration
        .child("resources")
        .ifPresent(resources -> {
          GuestConnections.of(resources).forEach(connection -> addGuest(connection.id()));
          resources.children("bundle").forEach(this::addReplicas);
          resources.descendants().filter(e -> e.is("primitive")).forEach(this::addRemote);
        });
    cluster.configuredNodes = cluster.nodes.size() - cluster.newReplicas.size();
    for (Element history : RemovedConnections.of(cluster.status)) {
      Element namesake = cluster.elementsById.get(history.id());
      boolean other = namesake != null && namesake.is("primitive");
      if (!other && !cluster.nodesByName.containsKey(history.id())) {
        Node node = add(history.id(), history.id(), true);
        node.kind = history.has("container") ? Node.Kind.GUEST : Node.Kind.REMOTE;
        node.configured = false;
      }
    }
    cluster.nodes.sort(Comparator.comparing(Node::name, NodeReader::compareNames));
    for (int i = 0; i < cluster.nodes.size(); i++) {
      Node old = cluster.nodes.get(i);
      Node placed = new Node(i, old.id, old.name, old.kind);
      placed.score = old.score;
      placed.configured = old.configured;
      placed.listed = old.listed;
      placed.replica = old.replica;
      placed.attributes = old.attributes;
      placed.utilization = old.utilization;
      placed.unclean = old.unclean;
      placed.coordinator = old.id.equals(cluster.cib.attribute("dc-uuid", ""));
      placed.attributes.put("#kind", kind(placed.kind));
      placed.attributes.put("#is_dc", placed.coordinator ? "true" : "false");
      cluster.nodes.set(i, placed);
      cluster.nodesById.put(placed.id, placed);
      cluster.nodesByName.put(placed.name, placed);
    }
  }

  /** The name that rules give a kind of node. */
  private static String kind(Node.Kind kind) {
    return switch (kind) {
      case MEMBER -> "cluster";
      case REMOTE -> "remote";
      case GUEST -> "container";
    };
  }

  private void addReplicas(Element bundle) {
    Optional<BundleSpec> spec = BundleSpec.of(bundle).filter(BundleSpec::connected);
    for (int i = 0; spec.isPresent() && i < spec.get().replicas(); i++) {
      String name = spec.get().nodeName(i);
      if (!cluster.nodesByName.containsKey(name)) {
        cluster.newReplicas.put(bundle.id(), name);
      }
      Node node = addGuest(name);
      node.score = -Score.INFINITY;
      node.replica = true;
    }
  }

  private Node addGuest(String name) {
    Node known = cluster.nodesByName.get(name);
    Node node = known == null ? add(name, name, true) : known;
    node.kind = Node.Kind.GUEST;
    node.unclean = false;
    return node;
  }

  private void addRemote(Element primitive) {
    if (RemovedConnections.isConnection(primitive)
        && !cluster.nodesByName.containsKey(primitive.id())) {
      add(primitive.id(), primitive.id(), true);
    }
  }

  private Node add(String id, String name, boolean remote) {
    Node node =
        new Node(cluster.nodes.size(), id, name, remote ? Node.Kind.REMOTE : Node.Kind.MEMBER);
    // Until its status is seen a node may hold anything, unless the administrator vouches for it.
    node.unclean = !remote && cluster.fencesStrangers();
    cluster.nodes.add(node);
    cluster.nodesById.put(id, node);
    cluster.nodesByName.put(name, node);
    return node;
  }

  private void readAttributes(Node node, Element xml) {
    String clusterName = cluster.options.text(ClusterOption.CLUSTER_NAME);
    if (!clusterName.isEmpty()) {
      node.attributes.put("#cluster-name", clusterName);
    }
    node.attributes.put("#uname", node.name);
    node.attributes.put("#id", node.id);
    cluster.sets.read(
        xml, "instance_attributes", cluster.ruleInput().withNode(node.attributes), node.attributes);
    cluster.sets.read(
        xml, "utilization", cluster.ruleInput().withNode(node.attributes), node.utilization);
  }

  /** Compares names so that numbers in them count by value, and case does not. */
  static int compareNames(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      char x = a.charAt(i);
      char y = b.charAt(j);
      if (Character.isDigit(x) && Character.isDigit(y)) {
        int endI = endOfDigits(a, i);
        int endJ = endOfDigits(b, j);
        String left = a.substring(i, endI).replaceFirst("^0+(?=.)", "");
        String right = b.substring(j, endJ).replaceFirst("^0+(?=.)", "");
        int order =
            left.length() != right.length()
                ? Integer.compare(left.length(), right.length())
                : left.compareTo(right);
        if (order != 0) {
          return order;
        }
        i = endI;
        j = endJ;
      } else {
        int order =
            String.valueOf(x)
                .toLowerCase(Locale.ROOT)
                .compareTo(String.valueOf(y).toLowerCase(Locale.ROOT));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
