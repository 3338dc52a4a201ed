package io.systole.scheduler.actions;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.NodeConditions;
import io.systole.scheduler.state.OperationMeta;
import io.systole.scheduler.state.Options;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions while they are being gathered. */
final class Draft {

  final ClusterState cluster;
  final Preferences preferences;
  final Assignment assignment;
  final ActionTable table;
  final List<Order> orders = new ArrayList<>();
  final Role[] nextRoles;
  final OperationMeta metas;
  final boolean[] startPending;

  /** How the nodes will be, as far as it is known by now. */
  NodeConditions conditions;

  /** Clones that were looked for somewhere, whose instances go by number from then on. */
  final Set<Resource> byNumber = new LinkedHashSet<>();

  /** Of each clone the nodes where it is not looked for, since it can only ever be elsewhere. */
  final SetMultimap<Resource, Node> neverOn = LinkedHashMultimap.create();

  Draft(ClusterState cluster, Preferences preferences, Assignment assignment) {
    this.cluster = cluster;
    this.preferences = preferences;
    this.assignment = assignment;
    this.table = new ActionTable(cluster.resources().size(), cluster.nodes().size());
    this.metas = new OperationMeta(cluster);
    this.conditions = assignment.conditions();
    this.nextRoles = new Role[cluster.resources().size()];
    this.startPending = new boolean[cluster.resources().size()];
    for (Resource resource : cluster.resources()) {
      Role role = assignment.nextRole(resource);
      if (role == Role.UNKNOWN && resource.isPrimitive()) {
        role = assignment.node(resource) == null ? Role.STOPPED : Role.STARTED;
      }
      nextRoles[resource.index()] = withoutQuorum(resource, role);
      startPending[resource.index()] = resource.status().startPending();
    }
  }

  /** Without quorum a promoted instance may have to step down. */
  private Role withoutQuorum(Resource resource, Role next) {
    boolean stepsDown =
        demotes()
            && resource.isPrimitive()
            && role(resource).atLeast(Role.UNPROMOTED)
            && next.compareTo(Role.UNPROMOTED) > 0;
    return stepsDown ? Role.UNPROMOTED : next;
  }

  private boolean demotes() {
    return !cluster.quorate() && cluster.noQuorumPolicy() == Options.NoQuorumPolicy.DEMOTE;
  }

  List<Resource> children(Resource resource) {
    return children(assignment, byNumber, resource);
  }

  static List<Resource> children(Assignment assignment, Set<Resource> byNumber, Resource resource) {
    List<Resource> children = assignment.children(resource);
    return byNumber.contains(resource)
        ? children.stream().sorted(Comparator.comparingInt(Resource::instance)).toList()
        : children;
  }

  Role nextRole(Resource resource) {
    return nextRoles[resource.index()];
  }

  Role role(Resource resource) {
    return assignment.role(resource);
  }

  // Orderings

  void order(Order.End first, Order.End then, String reason, Relation... relations) {
    orders.add(new Order(first, then, Order.bits(relations), reason));
  }

  void order(Resource first, String firstTask, Resource then, String thenTask, int flags) {
    orders.add(
        new Order(
            Order.End.of(first, firstTask, 0), Order.End.of(then, thenTask, 0), flags, "built in"));
  }

  // Actions

  /** The action of that name on the node, made if it is not there, and needed unless optional. */
  Action action(Action.Name name, @Nullable Node node, boolean optional) {
    Action action = find(name, node);
    if (action == null) {
      action = table.add(name, node);
      describe(action, name);
    }
    Resource resource = action.resource;
    boolean untouchable =
        resource != null
            && action.node != null
            && !action.pseudo
            && !assignment.managed(resource)
            && action.interval == 0;
    if (untouchable) {
      action.optional = true;
    } else if (!optional) {
      action.optional = false;
    }
    if (resource != null) {
      judge(action, resource);
    }
    return action;
  }

  private @Nullable Action find(Action.Name name, @Nullable Node node) {
    Resource resource = name.resource();
    if (resource == null) {
      return table.point(name.key());
    }
    TaskActions known = table.find(name, resource);
    return known == null ? null : known.claim(node);
  }

  private void describe(Action action, Action.Name name) {
    Resource resource = action.resource;
    if (resource == null) {
      return;
    }
    action.onCoordinator = action.is("lrm_delete");
    action.configured =
        table.of(name, resource).configured(() -> metas.of(resource, name.task(), name.interval()));
    if (action.is("start") || action.is("promote")) {
      action.needs = resource.requires();
    }
  }

  /** Whether the action's place and the quorum allow it. */
  private void judge(Action action, Resource resource) {
    if (action.pseudo) {
      return;
    }
    Node node = action.node;
    if (node == null) {
      action.runnable = false;
    } else if (!action.onCoordinator
        && !conditions.online(node)
        && (!node.isGuest() || node.remoteRequiresReset())) {
      action.runnable = false;
    } else if (!action.onCoordinator && node.pending()) {
      action.runnable = false;
    } else if (action.needs == Resource.Requires.NOTHING) {
      action.reason = "";
      // What is on a guest is over with the guest only if that can be made sure of.
      action.runnable = !node.isGuest() || cluster.canFence(node);
    } else {
      action.runnable = quorumAllows(resource);
      if (!action.runnable) {
        boolean frozen = cluster.noQuorumPolicy() == Options.NoQuorumPolicy.FREEZE;
        action.reason = frozen ? "quorum freeze" : "no quorum";
      }
    }
  }

  private boolean quorumAllows(Resource resource) {
    if (cluster.quorate()) {
      return true;
    }
    Options.NoQuorumPolicy policy = cluster.noQuorumPolicy();
    return switch (policy) {
      case STOP -> false;
      case FREEZE -> {
        boolean active = !resource.status().running().isEmpty();
        yield active && assignment.nextRole(resource).compareTo(role(resource)) <= 0;
      }
      case DEMOTE -> role(resource).atLeast(Role.UNPROMOTED);
      case IGNORE, FENCE -> true;
    };
  }

  Action action(Resource resource, String task, @Nullable Node node, boolean optional) {
    return action(Action.Name.of(resource, task, 0), node, optional);
  }

  /** A point in time in the life of a collective resource. */
  Action point(Resource resource, String task, boolean optional, boolean runnable) {
    Action action = action(resource, task, null, optional);
    action.pseudo = true;
    if (runnable) {
      action.runnable = true;
    }
    return action;
  }
}
