package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.preferences.DiscoveryTable;
import io.systole.scheduler.preferences.Preferences.Discovery;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import java.util.Optional;

/** Looks for resources where it is not known whether they run. */
final class Probes {

  private final Draft draft;
  private final DiscoveryTable discovery;
  private final Unfencing unfencing;
  private final GuestProbes guests;
  private final BundleProbes bundles;

  Probes(Draft draft) {
    this.draft = draft;
    this.discovery = draft.preferences.discovery();
    this.unfencing = new Unfencing(draft);
    this.guests = new GuestProbes(draft);
    this.bundles = new BundleProbes(draft, this);
  }

  void add() {
    if (!draft.cluster.options().is(ClusterOption.ENABLE_STARTUP_PROBES)) {
      return;
    }
    for (Node node : draft.cluster.nodes()) {
      if (!draft.conditions.clean(node) || !node.probesAllowed()) {
        continue;
      }
      Optional<String> complete = node.attribute("probe_complete");
      if (complete.isPresent() && !Values.isTrue(complete.get())) {
        Action again =
            draft.action(
                Action.Name.point("probe_complete", "probe_complete-" + node.name()), node, false);
        again.meta.put("op_no_wait", "true");
        continue;
      }
      for (Resource resource : draft.cluster.topLevel()) {
        // In a container nothing runs but what its bundle is for.
        if (resource.isBundle() || !node.isReplica()) {
          add(resource, node);
        }
      }
    }
  }

  boolean add(Resource resource, Node node) {
    return switch (resource.kind()) {
      case PRIMITIVE -> addPrimitive(resource, node);
      case GROUP -> addAll(resource.children(), node);
      case CLONE -> addClone(resource, node);
      case BUNDLE -> bundles.add(resource, node);
    };
  }

  private boolean addAll(List<Resource> resources, Node node) {
    boolean any = false;
    for (Resource resource : resources) {
      any |= add(resource, node);
    }
    return any;
  }

  private boolean addClone(Resource clone, Node node) {
    if (discovery.isExclusive(clone) && discovery.mode(clone, node) != Discovery.EXCLUSIVE) {
      draft.neverOn.put(clone, node);
      return false;
    }
    draft.byNumber.add(clone);
    List<Resource> instances = draft.children(clone);
    if (clone.unique()) {
      return addAll(instances, node);
    }
    return !instances.isEmpty() && add(representative(instances, node), node);
  }

  /** Of instances that are all alike, the one that is known there in part, or will be there. */
  private Resource representative(List<Resource> instances, Node node) {
    for (Resource instance : instances) {
      if (instance.status().knownOn(node)) {
        return instance;
      }
    }
    for (Resource instance : instances) {
      if (draft.assignment.location(instance) == node) {
        return instance;
      }
    }
    return instances.getFirst();
  }

  private boolean addPrimitive(Resource resource, Node node) {
    if (!wanted(resource, node)) {
      return false;
    }
    Action probe = draft.action(resource, "monitor", node, false);
    probe.optional = false;
    unfencing.order(resource, node, probe, ORDERED);
    if (!resource.status().running().contains(node)) {
      probe.meta.put("op_target_rc", "7");
    } else if (draft.role(resource) == Role.PROMOTED) {
      probe.meta.put("op_target_rc", "8");
    }
    Resource outermost = resource.top();
    Resource top = outermost.isClone() ? outermost : resource;
    int flags = Order.bits(ORDERED);
    if (!probe.runnable && top.status().running().isEmpty()) {
      flags |= Order.bits(UNRUNNABLE_FIRST_BLOCKS);
    }
    draft.orders.add(new Order(Order.End.of(probe), Order.End.of(top, "start_0"), flags, "probe"));
    draft.order(Order.End.of(probe), Order.End.of(resource, "reload-agent_0"), "probe", ORDERED);
    return true;
  }

  /** Of an anonymous clone it is enough to know one instance's state, whichever it is. */
  private static boolean known(Resource resource, Node node) {
    if (resource.status().knownOn(node) || !resource.anonymousInstance()) {
      return resource.status().knownOn(node);
    }
    for (Resource instance : resource.top().children()) {
      if (instance.isPrimitive()
          ? instance.status().knownOn(node)
          : knownPart(instance, resource, node)) {
        return true;
      }
    }
    return false;
  }

  private static boolean knownPart(Resource instance, Resource resource, Node node) {
    return instance.children().stream()
        .anyMatch(c -> c.configId().equals(resource.configId()) && c.status().knownOn(node));
  }

  private boolean wanted(Resource resource, Node node) {
    if (node.isReplica() && !draft.preferences.allowed(resource, node)) {
      return false;
    }
    if (!node.isMember() && !possibleBehindConnection(resource, node)) {
      return false;
    }
    if (resource.orphan() || known(resource, node)) {
      return false;
    }
    if (resource.container() != null && !resource.isConnection()) {
      return false;
    }
    Resource top = resource.top();
    boolean allowed = draft.assignment.scores(resource).has(node.index());
    Discovery mode = discovery.mode(resource, node);
    if (discovery.isExclusive(resource) || discovery.isExclusive(top)) {
      if (!allowed || mode != Discovery.EXCLUSIVE) {
        return false;
      }
    }
    if (mode == Discovery.NEVER) {
      return false;
    }
    return guests.needed(resource, node);
  }

  /** What needs a cluster node is not looked for on others; some containers fit on a remote one. */
  private static boolean possibleBehindConnection(Resource resource, Node node) {
    return !resource.isFenceDevice()
        && !resource.isConnection()
        && resource.contents().stream()
            .noneMatch(c -> c.isConnection() && (node.isGuest() || !c.maybeNested()));
  }
}
