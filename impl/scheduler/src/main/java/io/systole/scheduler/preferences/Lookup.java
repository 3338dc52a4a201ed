package io.systole.scheduler.preferences;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what constraints name. */
final class Lookup {

  private final ClusterState cluster;
  private final Map<String, Resource> byConfigId = new LinkedHashMap<>();

  Lookup(ClusterState cluster) {
    this.cluster = cluster;
    for (Resource resource : cluster.resources()) {
      byConfigId.putIfAbsent(resource.configId(), resource);
    }
  }

  /** The resource of that id; what is cloned is meant as its clone. */
  @Nullable Resource resource(String id) {
    Resource exact = cluster.resource(id);
    if (exact != null) {
      return exact;
    }
    Resource cloned = byConfigId.get(id);
    return cloned == null ? null : cloned.top();
  }

  /** Whether an id is that of a tag or template and not of a resource. */
  boolean severalBy(String id) {
    return resource(id) == null && cluster.tags().containsKey(id);
  }

  /** The resources that an id means: one, or the members of a tag or template. */
  ImmutableList<Resource> resources(String id) {
    Resource one = resource(id);
    if (one != null) {
      return ImmutableList.of(one);
    }
    ImmutableList<String> members = cluster.tags().get(id);
    if (members == null) {
      return ImmutableList.of();
    }
    Set<Resource> found = new LinkedHashSet<>();
    for (String member : members) {
      Resource resource = resource(member);
      if (resource != null) {
        found.add(resource);
      }
    }
    return ImmutableList.copyOf(found);
  }
}
