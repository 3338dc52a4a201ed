package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.NodeConditions;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The assignment while it is being made. */
final class Work {

  final ClusterState cluster;
  final Preferences preferences;
  final Scores[] scores;
  final @Nullable Node[] assigned;
  final boolean[] provisional;
  final boolean[] assigning;
  final Role[] role;
  final Role[] nextRole;
  final boolean[] managed;
  final int[] priority;
  final int[] sortIndex;
  final int[] resourcesOn;
  final int[] @Nullable [] instancesOn;
  final List<Resource>[] sorted;
  final Capacity capacity;

  /** How the nodes will be, given the connections that have been assigned by now. */
  NodeConditions conditions;

  final @Nullable ScoreTrace trace;
  final List<Assignment.ScoreLine> lines = new ArrayList<>();

  @SuppressWarnings({"unchecked", "rawtypes"})
  Work(ClusterState cluster, Preferences preferences, boolean traced) {
    this.cluster = cluster;
    this.preferences = preferences;
    this.trace = traced ? new ScoreTrace(cluster.nodes()) : null;
    int count = cluster.resources().size();
    scores = new Scores[count];
    assigned = new Node[count];
    provisional = new boolean[count];
    assigning = new boolean[count];
    role = new Role[count];
    nextRole = new Role[count];
    managed = new boolean[count];
    priority = new int[count];
    sortIndex = new int[count];
    instancesOn = new int[count][];
    sorted = new List[count];
    resourcesOn = new int[cluster.nodes().size()];
    capacity = new Capacity(cluster);
    conditions = NodeConditions.of(cluster.nodes());
    for (Resource resource : cluster.resources()) {
      int i = resource.index();
      scores[i] = preferences.scores(resource);
      provisional[i] = true;
      role[i] = resource.status().role();
      nextRole[i] = resource.status().nextRole();
      managed[i] = resource.status().managed();
      priority[i] = resource.priority();
      sorted[i] = new ArrayList<>(resource.instances());
    }
  }

  Scores scores(Resource resource) {
    return scores[resource.index()];
  }

  void scores(Resource resource, Scores table) {
    scores[resource.index()] = table;
  }

  /** A copy of a resource's scores, if somebody wants to know how they change. */
  @Nullable Scores seen(Resource resource) {
    return trace == null ? null : scores(resource).copy();
  }

  /** Keeps how a resource's scores have changed since they were seen. */
  void changed(Resource resource, @Nullable Scores seen, String element, String words) {
    if (trace != null && seen != null) {
      trace.changed(resource, seen, scores(resource), element, words);
    }
  }

  boolean provisional(Resource resource) {
    return provisional[resource.index()];
  }

  boolean managed(Resource resource) {
    return managed[resource.index()];
  }

  Role nextRole(Resource resource) {
    return nextRole[resource.index()];
  }

  int priority(Resource resource) {
    return priority[resource.index()];
  }

  List<Resource> children(Resource resource) {
    return sorted[resource.index()];
  }

  /** How many instances of a clone each node has been given. */
  int[] instancesOn(Resource clone) {
    int[] counts = instancesOn[clone.index()];
    if (counts == null) {
      counts = new int[cluster.nodes().size()];
      instancesOn[clone.index()] = counts;
    }
    return counts;
  }

  Node node(int index) {
    return cluster.nodes().get(index);
  }

  /** Whether a node may run resources at all. */
  boolean available(Node node) {
    return conditions.available(node);
  }

  /** Where a node is among the cluster's: a replica of a bundle is where its container is. */
  @Nullable Node ground(Node node) {
    Resource connection = node.isReplica() ? node.connection() : null;
    Resource container = connection == null ? null : connection.container();
    return container == null ? node : location(container);
  }

  /** What has the role that counts: of a bundle's container what runs in it. */
  Resource roleBearer(Resource resource) {
    Resource parent = resource.parent();
    if (parent != null && parent.isBundle()) {
      for (Replica replica : parent.replicas()) {
        Resource instance = replica.instance();
        if (replica.container() == resource && instance != null) {
          return instance;
        }
      }
    }
    return resource;
  }

  /** Whether a node will be there at all: a guest only if its container has a place. */
  boolean hosted(Node node) {
    Resource connection = node.isGuest() ? node.connection() : null;
    Resource container = connection == null ? null : connection.container();
    return container == null || location(container) != null;
  }

  boolean anyAvailable(Scores table) {
    for (int i = 0; i < table.size(); i++) {
      if (table.has(i) && table.get(i) >= 0 && available(node(i))) {
        return true;
      }
    }
    return false;
  }

  @Nullable Node location(Resource resource) {
    return location(assigned, resource);
  }

  static @Nullable Node location(@Nullable Node[] assigned, Resource resource) {
    if (resource.isPrimitive()) {
      return assigned[resource.index()];
    }
    for (Resource child : resource.instances()) {
      Node node = location(assigned, child);
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  /** Where the resource, or its first active part, runs at present. */
  static @Nullable Node current(Resource resource) {
    if (!resource.status().running().isEmpty()) {
      return resource.status().running().get(0);
    }
    for (Resource child : resource.instances()) {
      Node node = current(child);
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  /** The greatest role among what the resource contains, now or in future. */
  Role state(Resource resource, boolean now) {
    if (resource.isPrimitive()) {
      return now ? role[resource.index()] : nextRole[resource.index()];
    }
    Role greatest = Role.UNKNOWN;
    for (Resource child : resource.children()) {
      Role state = state(child, now);
      greatest = state.compareTo(greatest) > 0 ? state : greatest;
    }
    return greatest;
  }

  void add(Resource resource, int node, int score) {
    scores(resource).add(node, score);
    for (Resource child : resource.children()) {
      add(child, node, score);
    }
  }

  void banEverywhere(Resource resource) {
    for (int i = 0; i < cluster.nodes().size(); i++) {
      add(resource, i, -Score.INFINITY);
    }
  }

  /** Records a resource's scores for those who ask. */
  void show(Resource resource) {
    show(resource, Assignment.Step.of(resource.kind()));
  }

  private void show(Resource resource, Assignment.Step step) {
    Scores table = scores(resource);
    for (int i = 0; i < table.size(); i++) {
      if (table.has(i) && !resource.orphan()) {
        lines.add(new Assignment.ScoreLine(step, resource.id(), node(i).name(), table.get(i)));
      }
    }
    if (!resource.isPrimitive()) {
      resource.children().forEach(child -> show(child, step));
    }
  }

  // Giving and taking

  void give(Resource resource, @Nullable Node node, boolean force, boolean stopIfNone) {
    if (!resource.isPrimitive()) {
      for (Resource child : resource.children()) {
        give(child, node, force, stopIfNone);
      }
      provisional[resource.index()] = false;
      return;
    }
    Node chosen = node;
    if (!force && chosen != null) {
      boolean unwanted = scores(resource).get(chosen.index()) < 0 || !available(chosen);
      if (unwanted) {
        chosen = null;
        if (stopIfNone) {
          nextRole[resource.index()] = Role.STOPPED;
        }
      }
    }
    take(resource);
    provisional[resource.index()] = false;
    if (chosen == null) {
      if (stopIfNone) {
        nextRole[resource.index()] = Role.STOPPED;
      }
      return;
    }
    assigned[resource.index()] = chosen;
    resourcesOn[chosen.index()]++;
    capacity.consume(chosen, resource);
  }

  void take(Resource resource) {
    for (Resource child : resource.children()) {
      take(child);
    }
    Node old = assigned[resource.index()];
    provisional[resource.index()] = true;
    if (old != null) {
      assigned[resource.index()] = null;
      resourcesOn[old.index()]--;
      capacity.release(old, resource);
    }
  }
}
