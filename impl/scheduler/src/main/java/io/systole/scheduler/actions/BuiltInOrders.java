package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_SAME_NODE_THEN;
import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN_GRAPHED;
import static io.systole.scheduler.preferences.Relation.IF_ON_SAME_NODE;
import static io.systole.scheduler.preferences.Relation.IF_ON_SAME_NODE_OR_TARGET;
import static io.systole.scheduler.preferences.Relation.IF_REQUIRED_ON_SAME_NODE;
import static io.systole.scheduler.preferences.Relation.INTERMEDIATE_STOP;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.PROMOTED_THEN_IMPLIES_FIRST;
import static io.systole.scheduler.preferences.Relation.THEN_CANCELS_FIRST;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST_GRAPHED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orderings that follow from what resources are and how they are nested. */
final class BuiltInOrders {

  private static final int NONE = 0;
  private static final int ORDER = Order.bits(ORDERED);
  private static final int BLOCKS = Order.bits(UNRUNNABLE_FIRST_BLOCKS);
  private static final int SHOWS_FIRST = Order.bits(THEN_IMPLIES_FIRST_GRAPHED);
  private static final int SHOWS_THEN = Order.bits(FIRST_IMPLIES_THEN_GRAPHED);
  private static final int COMPLETES =
      Order.bits(UNRUNNABLE_FIRST_BLOCKS, FIRST_IMPLIES_THEN, FIRST_IMPLIES_THEN_GRAPHED);
  private static final int RAISES = Order.bits(FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS);

  private final Draft draft;
  private final Unfencing unfencing;
  private final ContainerOrders containers;
  private final BundleOrders bundles;

  BuiltInOrders(Draft draft) {
    this.draft = draft;
    this.unfencing = new Unfencing(draft);
    this.containers = new ContainerOrders(draft);
    this.bundles = new BundleOrders(draft);
  }

  void add() {
    draft.cluster.topLevel().forEach(this::add);
    for (Resource resource : draft.cluster.resources()) {
      for (Colocation colocation : draft.preferences.dependsOn(resource)) {
        if (colocation.score() <= -Score.INFINITY) {
          apart(
              resource, colocation.dependentRole(), colocation.primary(), colocation.primaryRole());
          apart(
              colocation.primary(), colocation.primaryRole(), resource, colocation.dependentRole());
        }
      }
    }
  }

  /** Where two may not be together, one leaves before the other comes. */
  private void apart(Resource leaving, Role left, Resource coming, Role gained) {
    for (String down : losing(left)) {
      for (String up : gaining(gained)) {
        draft.order(leaving, down, coming, up, Order.bits(IF_REQUIRED_ON_SAME_NODE));
      }
    }
  }

  private static List<String> losing(Role role) {
    return switch (role) {
      case PROMOTED -> List.of("demote");
      case UNPROMOTED -> List.of("stop", "promote");
      case UNKNOWN, STOPPED, STARTED -> List.of("stop");
    };
  }

  private static List<String> gaining(Role role) {
    return switch (role) {
      case PROMOTED -> List.of("promote");
      case UNPROMOTED -> List.of("start", "demote");
      case UNKNOWN, STOPPED, STARTED -> List.of("start");
    };
  }

  private void add(Resource resource) {
    switch (resource.kind()) {
      case PRIMITIVE -> addPrimitive(resource);
      case GROUP -> addGroup(resource);
      case CLONE -> addClone(resource);
      case BUNDLE -> {
        bundles.add(resource);
        resource.children().forEach(this::add);
      }
    }
  }

  private void addPrimitive(Resource resource) {
    containers.add(resource);
    if (!draft.assignment.managed(resource)) {
      return;
    }
    draft.order(
        resource,
        "stop",
        resource,
        "start",
        Order.bits(ORDERED, FIRST_IMPLIES_THEN, INTERMEDIATE_STOP));
    boolean roles = resource.top().promotable();
    if (roles || draft.role(resource).compareTo(Role.UNPROMOTED) > 0) {
      draft.order(resource, "demote", resource, "stop", Order.bits(PROMOTED_THEN_IMPLIES_FIRST));
      draft.order(resource, "start", resource, "promote", BLOCKS);
    }
    draft.order(
        resource, "delete", resource, "monitor", Order.bits(IF_ON_SAME_NODE, THEN_CANCELS_FIRST));
    if (!draft.cluster.unfencingDevices().isEmpty()
        && !resource.isFenceDevice()
        && resource.requires() == Resource.Requires.UNFENCING) {
      addUnfencing(resource);
    }
    if (!draft.cluster.options().placementStrategy().equals("default")
        && resource.loaded().xml().child("utilization").isPresent()) {
      addLoads(resource);
    }
  }

  /** A node takes on a load only when it has been rid of another. */
  private void addLoads(Resource resource) {
    for (Node node : resource.status().running()) {
      Action freed = freed(node);
      draft.order(
          Order.End.of(resource, "stop_0"),
          Order.End.only(freed),
          "utilization",
          IF_ON_SAME_NODE_OR_TARGET);
    }
    for (Node node : draft.cluster.nodes()) {
      if (!draft.assignment.scores(resource).has(node.index())) {
        continue;
      }
      for (String task : List.of("start_0", "migrate_to_0")) {
        draft.order(
            Order.End.only(freed(node)),
            Order.End.of(resource, task),
            "utilization",
            IF_ON_SAME_NODE_OR_TARGET);
      }
    }
  }

  private Action freed(Node node) {
    String name = "load_stopped_" + node.name();
    Action freed = draft.action(Action.Name.point(name, name), node, false);
    freed.pseudo = true;
    return freed;
  }

  private void addUnfencing(Resource resource) {
    for (Node node : draft.cluster.nodes()) {
      if (!draft.assignment.scores(resource).has(node.index())) {
        continue;
      }
      Action unfence = unfencing.action(node);
      draft.order(
          Order.End.of(resource, "stop_0"),
          Order.End.only(unfence),
          "unfencing",
          ORDERED,
          IF_ON_SAME_NODE);
      draft.order(
          Order.End.only(unfence),
          Order.End.of(resource, "start_0"),
          "unfencing",
          FIRST_IMPLIES_SAME_NODE_THEN,
          IF_ON_SAME_NODE);
    }
  }

  // Groups

  private void addGroup(Resource group) {
    draft.order(group, "stop", group, "stopped", BLOCKS);
    draft.order(group, "stopped", group, "start", ORDER);
    draft.order(group, "start", group, "running", BLOCKS);
    boolean ordered = group.metaIs(ResourceOption.ORDERED, true);
    boolean promotable = group.top().promotable();
    Resource previous = null;
    Resource lastActive = null;
    for (Resource member : group.children()) {
      add(member);
      addMember(group, member, previous, new GroupTraits(ordered, promotable));
      boolean active = !member.status().running().isEmpty();
      if (active) {
        boolean gap =
            ordered
                && previous != null
                && previous.status().running().isEmpty()
                && lastActive != null;
        if (gap && lastActive != null) {
          draft.order(member, "stop", lastActive, "stop", ORDER);
        }
        lastActive = member;
      }
      previous = member;
    }
  }

  private record GroupTraits(boolean ordered, boolean promotable) {}

  private void addMember(
      Resource group, Resource member, @Nullable Resource previous, GroupTraits traits) {
    int down = SHOWS_FIRST;
    int downDone = SHOWS_THEN;
    if (previous == null && traits.ordered) {
      down |= ORDER;
      downDone |= Order.bits(FIRST_IMPLIES_THEN);
    }
    if (traits.promotable) {
      draft.order(group, "demote", member, "demote", down);
      draft.order(member, "demote", group, "demoted", downDone);
      draft.order(member, "promote", group, "promoted", COMPLETES);
      draft.order(group, "promote", member, "promote", SHOWS_FIRST);
    }
    draft.order(group, "stop", member, "stop", down);
    draft.order(member, "stop", group, "stopped", downDone);
    draft.order(group, "start", member, "start", SHOWS_FIRST);
    draft.order(member, "start", group, "running", COMPLETES);
    if (!traits.ordered) {
      int flags = ORDER | BLOCKS | SHOWS_FIRST;
      draft.order(group, "start", member, "start", flags);
      if (traits.promotable) {
        draft.order(group, "promote", member, "promote", flags);
      }
    } else if (previous == null) {
      draft.order(group, "start", member, "start", NONE);
      if (traits.promotable) {
        draft.order(group, "promote", member, "promote", NONE);
      }
    } else {
      follow(previous, member, traits.promotable);
    }
  }

  private void follow(Resource previous, Resource member, boolean promotable) {
    draft.order(previous, "start", member, "start", RAISES);
    draft.order(member, "stop", previous, "stop", Order.bits(ORDERED, INTERMEDIATE_STOP));
    if (!member.status().running().isEmpty() && previous.status().running().isEmpty()) {
      // A new member in the middle: what is after it has to stop before it can start.
      draft.order(
          member,
          "stop",
          previous,
          "start",
          Order.bits(THEN_IMPLIES_FIRST, UNRUNNABLE_FIRST_BLOCKS));
    }
    if (promotable) {
      draft.order(previous, "promote", member, "promote", RAISES);
      draft.order(member, "demote", previous, "demote", ORDER);
    }
  }

  // Clones

  private void addClone(Resource clone) {
    boolean promotable = clone.promotable();
    draft.order(clone, "stopped", clone, "start", ORDER);
    draft.order(clone, "start", clone, "running", BLOCKS);
    draft.order(clone, "stop", clone, "stopped", BLOCKS);
    List<Resource> instances = new ArrayList<>(draft.assignment.children(clone));
    if (clone.ordered()) {
      instances.sort(Comparator.comparingInt(Resource::instance));
    }
    for (int i = 0; i < instances.size(); i++) {
      Resource instance = instances.get(i);
      add(instance);
      draft.order(clone, "start", instance, "start", BLOCKS | SHOWS_FIRST);
      draft.order(instance, "start", clone, "running", SHOWS_THEN);
      draft.order(clone, "stop", instance, "stop", SHOWS_FIRST);
      draft.order(instance, "stop", clone, "stopped", SHOWS_THEN);
      for (int j = i + 1; clone.ordered() && j < instances.size(); j++) {
        draft.order(instance, "start", instances.get(j), "start", ORDER);
        draft.order(instances.get(j), "stop", instance, "stop", ORDER);
      }
    }
    if (promotable) {
      addPromotable(clone, instances);
    }
  }

  private void addPromotable(Resource clone, List<Resource> instances) {
    RoleOrders.add(draft, clone);
    Resource previous = null;
    for (Resource instance : instances) {
      draft.order(clone, "promote", instance, "promote", SHOWS_FIRST);
      draft.order(instance, "promote", clone, "promoted", SHOWS_THEN);
      draft.order(instance, "demote", instance, "promote", ORDER);
      draft.order(clone, "demote", instance, "demote", SHOWS_FIRST);
      draft.order(instance, "demote", clone, "demoted", SHOWS_THEN);
      if (clone.ordered() && previous != null) {
        draft.order(previous, "promote", instance, "promote", ORDER);
        draft.order(instance, "demote", previous, "demote", ORDER);
      }
      previous = instance;
    }
  }
}
