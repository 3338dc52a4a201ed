package io.systole.tools.local;

import com.google.common.collect.ImmutableSet;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster on one machine is to run: a group of a resource and an HTTP service, a clone on
 * every node, agents of the field where they are installed, and a fence device for each node.
 */
public final class DemoCib {

  public static final String SERVICE = "web";
  public static final String GROUP = "shop";
  public static final String CLONE = "everywhere";

  /** What may run on many nodes at once. */
  public static final ImmutableSet<String> EVERYWHERE = ImmutableSet.of("probe");

  private static final Path FIELD_DUMMY = Path.of("/usr/lib/ocf/resource.d/heartbeat/Dummy");

  private DemoCib() {}

  /** The configuration section. */
  public static Element configuration(LocalLayout layout) {
    Element.Builder resources = Element.builder("resources");
    Element.Builder constraints = Element.builder("constraints");
    Element.Builder nodes = Element.builder("nodes");
    for (LocalNode node : layout.nodes()) {
      nodes.child(Element.of("node", "id", "" + node.id(), "uname", node.name()));
      resources.child(fenceDevice(layout, node));
      constraints.child(
          Element.of(
              "rsc_location",
              "id",
              "fence-" + node.name() + "-elsewhere",
              "rsc",
              "fence-" + node.name(),
              "node",
              node.name(),
              "score",
              "-INFINITY"));
    }
    resources.child(group(layout));
    resources.child(Element.of("clone", "id", CLONE).plus(dummy("probe", "systole")));
    if (Files.isExecutable(FIELD_DUMMY)) {
      resources.child(dummy("field", "heartbeat"));
    }
    return Element.of("configuration")
        .plus(properties())
        .plus(nodes.build())
        .plus(resources.build())
        .plus(constraints.build())
        .plus(
            Element.of("rsc_defaults")
                .plus(
                    pairs(
                        "meta_attributes", "rsc-defaults", Map.of("resource-stickiness", "100"))));
  }

  private static Element properties() {
    return Element.of("crm_config")
        .plus(
            pairs(
                "cluster_property_set",
                "cib-bootstrap-options",
                Map.of(
                    "stonith-enabled", "true",
                    "no-quorum-policy", "stop",
                    "stonith-timeout", "30s")));
  }

  private static Element fenceDevice(LocalLayout layout, LocalNode node) {
    String id = "fence-" + node.name();
    return Element.of("primitive", "id", id, "class", "stonith", "type", "fence_systole_demo")
        .plus(
            pairs(
                "instance_attributes",
                id + "-instance_attributes",
                Map.of(
                    "pcmk_host_list", node.name(),
                    "cluster", layout.cluster(),
                    "folder", layout.folder().toString())))
        .plus(operations(id, "20s", "60s"));
  }

  private static Element group(LocalLayout layout) {
    Element data = dummy("data", "systole");
    Element web =
        Element.of(
                "primitive",
                "id",
                SERVICE,
                "class",
                "ocf",
                "provider",
                "systole",
                "type",
                "HttpService")
            .plus(
                pairs(
                    "instance_attributes",
                    SERVICE + "-instance_attributes",
                    Map.of("port", "" + layout.servicePort(), "address", "127.0.0.1")))
            .plus(operations(SERVICE, "20s", "5s"));
    return Element.of("group", "id", GROUP).plus(data).plus(web);
  }

  private static Element dummy(String id, String provider) {
    return Element.of("primitive", "id", id, "class", "ocf", "provider", provider, "type", "Dummy")
        .plus(operations(id, "20s", "10s"));
  }

  private static Element operations(String id, String timeout, String interval) {
    return Element.of("operations")
        .plus(operation(id, "monitor", interval, timeout))
        .plus(operation(id, "start", "0s", timeout))
        .plus(operation(id, "stop", "0s", timeout));
  }

  private static Element operation(String id, String name, String interval, String timeout) {
    return Element.of(
        "op",
        "id",
        id + "-" + name + "-" + interval,
        "name",
        name,
        "interval",
        interval,
        "timeout",
        timeout);
  }

  private static Element pairs(String tag, String id, Map<String, String> values) {
    Element.Builder set = Element.builder(tag).attribute("id", id);
    new TreeMap<>(values)
        .forEach((name, value) ->
            set.child(Element.of("nvpair", "id", id + "-" + name, "name", name, "value", value)));
    return set.build();
  }
}
