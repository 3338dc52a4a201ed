package io.systole.scheduler.state;

import com.google.common.collect.ImmutableMap;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The resources that a bundle stands for, as if they had been configured. */
final class BundleElements {

  /** In place of the address that only the place of the container will tell. */
  static final String HOST = "#uname";

  private final BundleSpec bundle;

  BundleElements(BundleSpec bundle) {
    this.bundle = bundle;
  }

  /** What takes the replica's address; empty if the bundle has none. */
  Optional<Element> address(int replica) {
    return bundle
        .address(replica)
        .map(address -> {
          Map<String, String> parameters = new LinkedHashMap<>();
          parameters.put("ip", address);
          bundle.network().attribute("host-interface").ifPresent(nic -> parameters.put("nic", nic));
          parameters.put("cidr_netmask", bundle.network().attribute("host-netmask", "32"));
          return watched(bundle.id() + "-ip-" + address, "IPaddr2", parameters);
        });
  }

  Element container(int replica) {
    LaunchOptions options = new LaunchOptions(bundle, replica);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("image", bundle.engine().attribute("image", ""));
    parameters.put("allow_pull", "true");
    parameters.put("force_kill", "false");
    parameters.put("reuse", "false");
    parameters.put("run_opts", options.text());
    parameters.put("mount_points", options.folders());
    Optional<String> command = bundle.engine().attribute("run-command");
    if (bundle.content().isPresent()) {
      parameters.put("run_cmd", command.orElse("/usr/sbin/pacemaker-remoted"));
    } else {
      command.ifPresent(c -> parameters.put("run_cmd", c));
    }
    // Only that the container lives is asked of it; what runs in it is looked at for itself.
    parameters.put("monitor_cmd", "/bin/true");
    return watched(bundle.containerName(replica), bundle.engine().name(), parameters);
  }

  private static Element watched(String id, String type, Map<String, String> parameters) {
    return Element.builder("primitive")
        .attribute("id", id)
        .attribute("class", "ocf")
        .attribute("provider", "heartbeat")
        .attribute("type", type)
        .child(Implicit.set("instance_attributes", id + "-attributes", parameters))
        .child(
            Element.builder("operations")
                .child(
                    Element.of(
                        "op", "id", id + "-monitor-60s", "name", "monitor", "interval", "60s"))
                .build())
        .build();
  }

  Element connection(int replica) {
    return Implicit.connection(
        bundle.nodeName(replica),
        "",
        ImmutableMap.of("internal_rsc", "true", "container", bundle.containerName(replica)),
        ImmutableMap.of(
            "addr", bundle.address(replica).orElse(HOST), "port", bundle.controlPort()));
  }

  /** The clone of what runs in the containers, one instance a replica. */
  Element clone(Element content) {
    boolean promotable = bundle.promotedMax() > 0;
    String id = bundle.id() + (promotable ? "-master" : "-clone");
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("ordered", "true");
    meta.put("clone-max", Integer.toString(bundle.replicas()));
    meta.put("clone-node-max", Integer.toString(bundle.perHost()));
    meta.put("globally-unique", Boolean.toString(bundle.perHost() > 1));
    if (promotable) {
      meta.put("promotable", "true");
      meta.put("promoted-max", Integer.toString(bundle.promotedMax()));
    }
    return Element.builder("clone")
        .attribute("id", id)
        .child(Implicit.set("meta_attributes", id + "-meta", meta))
        .child(content)
        .build();
  }
}
