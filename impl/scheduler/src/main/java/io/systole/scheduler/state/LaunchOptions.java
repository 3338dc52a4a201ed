package io.systole.scheduler.state;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command-line options that a container of a bundle is launched with, and which folders of its
 * host it is given, in the form that the field's agents are given them in.
 */
final class LaunchOptions {

  private static final String KEY = "/etc/pacemaker/authkey";
  private static final String LOGS = "/var/log/pacemaker/bundles";

  private final BundleSpec bundle;
  private final StringBuilder options = new StringBuilder();
  private final List<String> folders = new ArrayList<>();

  LaunchOptions(BundleSpec bundle, int replica) {
    this.bundle = bundle;
    add(replica);
  }

  String text() {
    return options.toString();
  }

  /** The folders that only this replica has, as a list with commas. */
  String folders() {
    return String.join(",", folders);
  }

  private void add(int replica) {
    Element engine = bundle.engine();
    String own = engine.attribute("options", "");
    Optional<String> address = bundle.address(replica);
    if (engine.is("docker") && !own.contains("--restart=")) {
      options.append(" --restart=no");
    }
    address.ifPresent(a -> options.append(" -h ").append(bundle.nodeName(replica)));
    options.append(" -e PCMK_stderr=1");
    engine.attribute("network").ifPresent(n -> options.append(" --net=").append(n));
    options.append(" -e PCMK_remote_port=").append(bundle.controlPort());
    addStorage(bundle.nodeName(replica));
    addPorts(address);
    if (!own.isEmpty()) {
      options.append(' ').append(own);
    }
    options.append(' ').append(hosts());
  }

  private void addStorage(String name) {
    Element storage = bundle.xml().child("storage").orElse(Element.of("storage"));
    for (Element mapping : storage.children("storage-mapping")) {
      String target = mapping.attribute("target-dir", "");
      String flags = mapping.attribute("options", "");
      Optional<String> root = mapping.attribute("source-dir-root");
      if (root.isPresent()) {
        mountOwn(root.get(), name, target, flags);
      } else {
        mount(mapping.attribute("source-dir", ""), target, flags);
      }
    }
    if (bundle.connected()) {
      mount(KEY, KEY, "");
      mountOwn(LOGS, name, "/var/log", "");
    }
  }

  private void mountOwn(String root, String name, String target, String flags) {
    String folder = root + "/" + name;
    folders.add(folder);
    mount(folder, target, flags);
  }

  private void mount(String source, String target, String flags) {
    options.append(" -v ").append(source).append(':').append(target);
    if (!flags.isEmpty()) {
      options.append(':').append(flags);
    }
  }

  private void addPorts(Optional<String> address) {
    for (Element mapping : bundle.network().children("port-mapping")) {
      String range = mapping.attribute("range", "");
      String port = mapping.attribute("port", range);
      addPort(address, port, range.isEmpty() ? mapping.attribute("internal-port", port) : range);
    }
    if (bundle.connected()) {
      addPort(address, bundle.controlPort(), bundle.controlPort());
    }
  }

  private void addPort(Optional<String> address, String port, String inside) {
    boolean sharesHost = bundle.engine().attribute("network", "").equals("host");
    if (address.isPresent() || !sharesHost) {
      options.append(" -p ");
      address.ifPresent(a -> options.append(a).append(':'));
      options.append(port).append(':').append(inside);
    }
  }

  /** By which names the replicas find each other. */
  private String hosts() {
    StringBuilder hosts = new StringBuilder();
    if (!bundle.network().attribute("add-host", "true").equals("false")) {
      for (int i = 0; i < bundle.addresses().size(); i++) {
        hosts
            .append(" --add-host=")
            .append(bundle.nodeName(i))
            .append(':')
            .append(bundle.addresses().get(i));
      }
    }
    return hosts.toString();
  }
}
