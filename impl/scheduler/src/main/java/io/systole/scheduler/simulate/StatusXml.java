package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.xml.Element;
import java.util.Locale;

/** The state of nodes and resources as the field's tools write it with {@code --output-as=xml}. */
final class StatusXml {

  /** What a node is taken for that does not tell: it is older than the telling. */
  private static final String OLD_FEATURES = "<3.15.1";

  private final ClusterState cluster;

  StatusXml(ClusterState cluster) {
    this.cluster = cluster;
  }

  Element write(String name) {
    Element.Builder nodes = Element.builder("nodes");
    cluster.nodes().forEach(n -> nodes.child(node(n)));
    Element.Builder resources = Element.builder("resources");
    for (Resource resource : cluster.topLevel()) {
      if (Glance.shown(resource)) {
        resources.child(resource(resource));
      }
    }
    Element.Builder status = Element.builder(name);
    if (!cluster.nodes().isEmpty()) {
      status.child(nodes.build());
    }
    return status.child(resources.build()).build();
  }

  private Element node(Node node) {
    Element.Builder xml = Element.builder("node").attributes("name", node.name(), "id", node.id());
    flag(xml, "online", node.online());
    flag(xml, "standby", node.standby() && !node.pending());
    flag(xml, "standby_onfail", node.standbyOnFail());
    flag(xml, "maintenance", node.maintenance());
    flag(xml, "pending", node.pending());
    flag(xml, "unclean", node.unclean());
    xml.attribute("health", Glance.health(cluster, node).name().toLowerCase(Locale.ROOT));
    if (node.online()) {
      xml.attribute("feature_set", node.attribute("#feature-set").orElse(OLD_FEATURES));
    }
    flag(xml, "shutdown", node.shutdown());
    flag(xml, "expected_up", node.expectedUp() && !node.shutdown());
    flag(xml, "is_dc", node.coordinator());
    xml.attribute("resources_running", node.running().size());
    xml.attribute("type", node.isMember() ? "member" : "remote");
    Resource connection = node.connection();
    if (node.isGuest() && connection != null) {
      Resource container = connection.container();
      xml.attribute("id_as_resource", container == null ? connection.id() : container.id());
    }
    return xml.build();
  }

  private static void flag(Element.Builder xml, String name, boolean value) {
    xml.attribute(name, Boolean.toString(value));
  }

  private Element resource(Resource resource) {
    return switch (resource.kind()) {
      case PRIMITIVE -> primitive(resource);
      case GROUP -> group(resource);
      case CLONE, BUNDLE -> clone(resource);
    };
  }

  private static Element primitive(Resource resource) {
    ResourceStatus status = resource.status();
    String provider = resource.xml().attribute("provider", "");
    String agent =
        resource.standard()
            + (provider.isEmpty() ? "" : ":" + provider)
            + ":"
            + resource.xml().attribute("type", "");
    Element.Builder xml =
        Element.builder("resource")
            .attributes("id", Glance.name(resource), "resource_agent", agent)
            .attribute("role", Glance.role(resource).text());
    Glance.target(resource).ifPresent(r -> xml.attribute("target_role", r.text()));
    flag(xml, "active", Glance.active(resource, true));
    flag(xml, "orphaned", resource.orphan());
    flag(xml, "blocked", status.blocked());
    flag(xml, "maintenance", status.maintenance());
    flag(xml, "managed", status.managed());
    flag(xml, "failed", status.failed());
    flag(xml, "failure_ignored", status.ignoresFailure());
    xml.attribute("nodes_running_on", status.running().size());
    if (!status.pendingTask().isEmpty()) {
      String state = Glance.pendingState(resource);
      xml.attribute("pending", state.isEmpty() ? "Monitoring" : state);
    }
    for (Node node : status.running()) {
      xml.child(
          Element.of(
              "node",
              "name",
              node.name(),
              "id",
              node.id(),
              "cached",
              Boolean.toString(node.online())));
    }
    Node lock = status.lockNode();
    if (lock != null && status.running().isEmpty()) {
      xml.attribute("locked_to", lock.name());
    }
    return xml.build();
  }

  private Element group(Resource group) {
    Element.Builder xml = Element.builder("group").attribute("id", group.id());
    xml.attribute("number_resources", group.children().size());
    flag(xml, "maintenance", group.status().maintenance());
    flag(xml, "managed", group.status().managed());
    flag(xml, "disabled", Glance.disabled(group));
    group.children().forEach(c -> xml.child(resource(c)));
    return xml.build();
  }

  private Element clone(Resource clone) {
    Element.Builder xml = Element.builder("clone").attribute("id", clone.id());
    flag(xml, "multi_state", clone.promotable());
    flag(xml, "unique", clone.unique());
    flag(xml, "maintenance", clone.status().maintenance());
    flag(xml, "managed", clone.status().managed());
    flag(xml, "disabled", Glance.disabled(clone));
    flag(xml, "failed", clone.status().failed());
    flag(xml, "failure_ignored", clone.status().ignoresFailure());
    Glance.target(clone).ifPresent(r -> xml.attribute("target_role", r.text()));
    clone.children().forEach(c -> xml.child(resource(c)));
    return xml.build();
  }
}
