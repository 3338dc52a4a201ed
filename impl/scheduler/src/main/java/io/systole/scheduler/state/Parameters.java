package io.systole.scheduler.state;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.rules.AttributeSets;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.rules.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resource's instance attributes, which may depend on the node. */
public final class Parameters {

  private Parameters() {}

  /** The parameters on a node, or those that do not depend on one. */
  public static Map<String, String> of(
      ClusterState cluster, Resource resource, @Nullable Node node) {
    return of(cluster.sets, cluster.now, resource, node);
  }

  /** For the connection to a remote node: how long to wait before it is tried again. */
  static long reconnectMillis(AttributeSets sets, long now, Resource connection) {
    String value = of(sets, now, connection, null).get("reconnect_interval");
    return value == null ? 0 : Values.millis(value).orElse(0);
  }

  static Map<String, String> of(
      AttributeSets sets, long now, Resource resource, @Nullable Node node) {
    Map<String, String> fixed = resource.fixedParameters;
    if (fixed != null) {
      return fixed;
    }
    Map<String, String> found = new LinkedHashMap<>();
    RuleInput input =
        RuleInput.at(now)
            .withResource(resource.agent())
            .withNode(node == null ? null : node.attributes);
    for (Resource r = resource; r != null; r = r.parent) {
      sets.read(r.xml, "instance_attributes", input, found);
    }
    found.putAll(resource.given);
    ImmutableMap<String, String> parameters = ImmutableMap.copyOf(found);
    if (!ruled(sets, resource)) {
      resource.fixedParameters = parameters;
    }
    return parameters;
  }

  /** Whether they are the same on every node. */
  public static boolean fixed(ClusterState cluster, Resource resource) {
    return resource.fixedParameters != null || !ruled(cluster.sets, resource);
  }

  private static boolean ruled(AttributeSets sets, Resource resource) {
    for (Resource r = resource; r != null; r = r.parent) {
      if (sets.ruled(r.xml, "instance_attributes")) {
        return true;
      }
    }
    return false;
  }
}
