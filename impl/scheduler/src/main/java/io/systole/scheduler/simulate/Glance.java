package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a status display says of nodes and resources, in whatever form. */
final class Glance {

  private Glance() {}

  /** The nodes' health as far as the cluster heeds it. */
  enum Health {
    GREEN,
    YELLOW,
    RED
  }

  static Health health(ClusterState cluster, Node node) {
    Health worst = Health.GREEN;
    if (cluster.options().health() == io.systole.scheduler.state.Options.Health.NONE) {
      return worst;
    }
    for (var attribute : node.attributes().entrySet()) {
      if (attribute.getKey().startsWith("#health")) {
        Health found =
            switch (attribute.getValue()) {
              case "red" -> Health.RED;
              case "yellow" -> Health.YELLOW;
              default -> Health.GREEN;
            };
        worst = found.compareTo(worst) > 0 ? found : worst;
      }
    }
    return worst;
  }

  /** The name that a display gives a resource: instances that cannot be told apart share one. */
  static String name(Resource resource) {
    return resource.anonymousInstance() && resource.isPrimitive()
        ? resource.configId()
        : resource.id();
  }

  /** Whether a display has it: what is gone and what nobody configured is left out. */
  static boolean shown(Resource resource) {
    return !resource.implicit() && (!resource.orphan() || active(resource, true));
  }

  static boolean disabled(Resource resource) {
    Optional<Role> target = resource.meta("target-role").flatMap(Role::parse);
    return target.isPresent()
        && (target.get() == Role.STOPPED
            || (target.get() == Role.UNPROMOTED && resource.top().promotable()));
  }

  static Optional<Role> target(Resource resource) {
    return resource.meta("target-role").flatMap(Role::parse);
  }

  /** A promotable clone's instance that runs and is not promoted is unpromoted. */
  static Role role(Resource resource) {
    Role role = resource.status().role();
    return role == Role.STARTED && resource.top().promotable() ? Role.UNPROMOTED : role;
  }

  /** Whether a resource, or something in it, is active; with {@code all}, everything in it. */
  static boolean active(Resource resource, boolean all) {
    if (resource.isPrimitive()) {
      for (Node node : resource.status().running()) {
        if (node.unclean() || node.online() || !resource.status().managed()) {
          return true;
        }
      }
      return false;
    }
    boolean any = false;
    boolean every = true;
    for (Resource child : resource.children()) {
      boolean active = active(child, all);
      any |= active;
      every &= active;
    }
    return any && (!all || every);
  }

  /** Where a resource with all its parts is. */
  static Set<Node> places(Resource resource) {
    Set<Node> places = new LinkedHashSet<>();
    collect(resource, places);
    return places;
  }

  private static void collect(Resource resource, Set<Node> into) {
    if (resource.isPrimitive()) {
      into.addAll(resource.status().running());
    }
    resource.children().forEach(child -> collect(child, into));
  }

  /** The one node on which a resource is with all its parts. */
  static @Nullable Node place(Resource resource) {
    Set<Node> places = places(resource);
    return places.size() == 1 ? places.iterator().next() : null;
  }

  /** The greatest role of a resource's parts. */
  static Role greatestRole(Resource resource) {
    if (resource.isPrimitive()) {
      return resource.status().role();
    }
    Role greatest = Role.UNKNOWN;
    for (Resource child : resource.children()) {
      Role role = greatestRole(child);
      greatest = role.compareTo(greatest) > 0 ? role : greatest;
    }
    return greatest;
  }

  /** All primitives in a resource. */
  static List<Resource> primitives(Resource resource) {
    List<Resource> found = new ArrayList<>();
    gather(resource, found);
    return found;
  }

  private static void gather(Resource resource, List<Resource> into) {
    if (resource.isPrimitive()) {
      into.add(resource);
    }
    resource.children().forEach(child -> gather(child, into));
  }

  static boolean anyOrphan(Resource resource) {
    return resource.orphan() || resource.children().stream().anyMatch(Glance::anyOrphan);
  }

  static boolean anyFailed(Resource resource) {
    return resource.status().failed() || resource.children().stream().anyMatch(Glance::anyFailed);
  }

  static boolean allManaged(Resource resource) {
    return resource.status().managed() && resource.children().stream().allMatch(Glance::allManaged);
  }

  /** Whether a look for the resource on the node, or on any, failed for want of its agent. */
  static boolean lacksAgent(Resource resource, @Nullable Node node) {
    var missing = resource.status().agentMissingOn();
    return node == null ? !missing.isEmpty() : missing.contains(node);
  }

  /** What is under way, as a display says it; the empty string if nothing is. */
  static String pendingState(Resource resource) {
    return switch (resource.status().pendingTask()) {
      case "start" -> "Starting";
      case "stop" -> "Stopping";
      case "migrate_to", "migrate_from" -> "Migrating";
      case "promote" -> "Promoting";
      case "demote" -> "Demoting";
      default -> "";
    };
  }
}
