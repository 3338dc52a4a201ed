package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections to guest nodes, which nobody configures: each follows from the options of the
 * resource that is the guest's machine (Pacemaker Explained, "Guest nodes").
 */
final class GuestConnections {

  private static final String START_TIMEOUT = "60s";

  private GuestConnections() {}

  /** The connections that follow from outermost primitives and from members of groups. */
  static ImmutableList<Element> of(Element resources) {
    ImmutableList.Builder<Element> found = ImmutableList.builder();
    for (Element child : resources.children()) {
      if (child.is("primitive")) {
        add(child, found);
      } else if (child.is("group")) {
        child.children("primitive").forEach(member -> add(member, found));
      }
    }
    return found.build();
  }

  private static void add(Element machine, ImmutableList.Builder<Element> found) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Element meta : machine.children("meta_attributes")) {
      for (Element pair : meta.children("nvpair")) {
        options.put(pair.attribute("name", ""), pair.attribute("value", ""));
      }
    }
    String name = options.getOrDefault("remote-node", "");
    if (!name.isEmpty()) {
      found.add(connection(name, machine.id(), options));
    }
  }

  private static Element connection(String name, String machine, Map<String, String> options) {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("internal_rsc", "true");
    meta.put("container", machine);
    copy(options, "remote-allow-migrate", meta, "allow-migrate");
    copy(options, "is-managed", meta, "is-managed");
    Map<String, String> parameters = new LinkedHashMap<>();
    copy(options, "remote-addr", parameters, "addr");
    copy(options, "remote-port", parameters, "port");
    String timeout = options.getOrDefault("remote-connect-timeout", START_TIMEOUT);
    return Implicit.connection(name, timeout, meta, parameters);
  }

  private static void copy(
      Map<String, String> from, String name, Map<String, String> into, String as) {
    String value = from.get(name);
    if (value != null) {
      into.put(as, value);
    }
  }
}
