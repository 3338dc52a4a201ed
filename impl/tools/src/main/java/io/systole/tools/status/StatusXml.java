package io.systole.tools.status;

import io.systole.tools.status.ClusterStatus.Condition;
import io.systole.tools.status.ClusterStatus.Node;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;
import io.systole.xml.Element;
import java.util.Map;

/** The status for programs, in the field's words as far as it has them. */
public final class StatusXml {

  private StatusXml() {}

  public static Element of(ClusterStatus status) {
    return result("systole-result", "1.0", "status", status);
  }

  /** The same in the frame that the field's programs look for. */
  public static Element ofField(ClusterStatus status, String request) {
    return result("pacemaker-result", "2.30", request, status);
  }

  private static Element result(String root, String version, String request, ClusterStatus status) {
    return Element.builder(root)
        .attribute("api-version", version)
        .attribute("request", request)
        .child(summary(status))
        .child(
            Element.of("nodes")
                .withChildren(
                    status.nodes().values().stream().map(node -> node(node, status)).toList()))
        .child(
            Element.of("resources")
                .withChildren(status.resources().stream().map(StatusXml::resource).toList()))
        .child(failures(status))
        .child(Element.of("status", "code", "0", "message", "OK"))
        .build();
  }

  private static Element summary(ClusterStatus status) {
    Element.Builder dc =
        Element.builder("current_dc").attribute("present", "" + status.dc().isPresent());
    dc.attribute("name", status.dc()).attribute("with_quorum", "" + status.quorate());
    return Element.of("summary")
        .plus(dc.build())
        .plus(Element.of("nodes_configured", "number", "" + status.nodes().size()))
        .plus(Element.of("configuration", "version", status.version()));
  }

  private static Element node(Node node, ClusterStatus status) {
    return Element.of(
        "node",
        "name",
        node.name(),
        "id",
        node.id(),
        "online",
        "" + node.online(),
        "standby",
        "" + (node.condition() == Condition.STANDBY),
        "maintenance",
        "" + (node.condition() == Condition.MAINTENANCE),
        "pending",
        "" + (node.condition() == Condition.PENDING),
        "unclean",
        "" + (node.condition() == Condition.UNCLEAN),
        "is_dc",
        "" + status.dc().filter(node.name()::equals).isPresent());
  }

  private static Element resource(Resource resource) {
    if (!resource.kind().equals("primitive")) {
      return Element.of(resource.kind(), "id", resource.id())
          .withChildren(resource.children().stream().map(StatusXml::resource).toList());
    }
    Element.Builder builder =
        Element.builder("resource")
            .attribute("id", resource.id())
            .attribute("resource_agent", resource.agent())
            .attribute("role", role(resource))
            .attribute("target_role", resource.wanted())
            .attribute("active", "" + !resource.active().isEmpty())
            .attribute("failed", "" + resource.active().containsValue(Role.FAILED))
            .attribute("nodes_running_on", resource.active().size());
    for (Map.Entry<String, Role> place : resource.active().entrySet()) {
      builder.child(Element.of("node", "name", place.getKey(), "role", place.getValue().word()));
    }
    return builder.build();
  }

  private static String role(Resource resource) {
    return resource.active().values().stream().findFirst().map(Role::word).orElse("Stopped");
  }

  private static Element failures(ClusterStatus status) {
    return Element.of("failures")
        .withChildren(
            status.failures().stream()
                .map(failure ->
                    Element.of(
                        "failure",
                        "op_key",
                        failure.resource(),
                        "operation",
                        failure.operation(),
                        "node",
                        failure.node(),
                        "exitcode",
                        "" + failure.returnCode(),
                        "exitreason",
                        failure.reason()))
                .toList());
  }
}
