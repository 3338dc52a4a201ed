package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spreads the instances of a clone or bundle, leaving those that run where they are. */
final class Spreading {

  private final Work work;
  private final Assigner assigner;

  Spreading(Work work, Assigner assigner) {
    this.work = work;
    this.assigner = assigner;
  }

  /** At most how many instances in all, and on one node. */
  record Limit(int perNode, int left) {}

  /** Gives each of a collective's instances, in their order, a node if there is one for it. */
  void spread(Resource clone, Limit limit) {
    int total = limit.left;
    int perNode = limit.perNode;
    int[] counts = work.instancesOn(clone);
    int available = 0;
    for (Node node : work.cluster.nodes()) {
      counts[node.index()] = 0;
      boolean usable = work.scores(clone).has(node.index()) && work.available(node);
      available += usable ? 1 : 0;
    }
    int share = available == 0 ? 1 : Math.max(1, total / available);
    List<Resource> instances = List.copyOf(work.children(clone));
    int given = 0;
    for (Resource instance : instances) {
      if (given >= total) {
        break;
      }
      Node current = stayingPlace(clone, instance, share);
      if (work.provisional(instance)
          && current != null
          && stay(clone, instance, current, new Limit(perNode, total - given))) {
        given++;
      }
    }
    for (Resource instance : instances) {
      if (!work.provisional(instance)) {
        continue;
      }
      if (given >= total) {
        work.banEverywhere(instance);
      } else if (place(clone, instance, null, perNode) != null) {
        given++;
      }
    }
  }

  private @Nullable Node stayingPlace(Resource clone, Resource instance, int share) {
    List<Node> running = instance.status().running();
    if (running.isEmpty() || !work.provisional(instance) || failed(instance)) {
      return null;
    }
    Node node = running.get(0);
    boolean full =
        work.scores(clone).has(node.index()) && work.instancesOn(clone)[node.index()] >= share;
    boolean unwanted =
        !work.scores(instance).has(node.index()) || work.scores(instance).get(node.index()) < 0;
    return full || unwanted || !work.available(node) ? null : node;
  }

  private static boolean failed(Resource resource) {
    return resource.status().failed();
  }

  /**
   * Tries to leave an instance where it is. If another node is better for it, one of the clone's
   * instances will end there in any case, so a place is kept there and the attempt made again.
   */
  private boolean stay(Resource clone, Resource instance, Node current, Limit limit) {
    int[] counts = work.instancesOn(clone);
    if (!work.scores(clone).has(current.index())) {
      return false;
    }
    List<Resource> parts = parts(instance);
    List<Scores> before = new ArrayList<>();
    parts.forEach(part -> before.add(work.scores(part).copy()));
    int mark = work.trace == null ? 0 : work.trace.mark();
    List<Node> reserved = new ArrayList<>();
    Node chosen = null;
    while (reserved.size() < limit.left) {
      chosen = place(clone, instance, current, limit.perNode);
      if (chosen == current) {
        break;
      }
      work.take(instance);
      if (work.trace != null) {
        work.trace.backTo(mark);
      }
      for (int i = 0; i < parts.size(); i++) {
        work.scores(parts.get(i), before.get(i).copy());
      }
      if (chosen == null) {
        break;
      }
      reserved.add(chosen);
    }
    for (Node node : reserved) {
      counts[node.index()]--;
    }
    return chosen == current;
  }

  private static List<Resource> parts(Resource resource) {
    List<Resource> parts = new ArrayList<>();
    parts.add(resource);
    resource.children().forEach(child -> parts.addAll(parts(child)));
    return parts;
  }

  private @Nullable Node place(
      Resource clone, Resource instance, @Nullable Node prefer, int perNode) {
    if (work.assigning[instance.index()]) {
      return null;
    }
    banFullNodes(clone, instance, perNode);
    Node chosen = assigner.assign(instance, prefer, prefer == null);
    if (chosen != null && work.scores(clone).has(chosen.index())) {
      work.instancesOn(clone)[chosen.index()]++;
    }
    return chosen;
  }

  private void banFullNodes(Resource clone, Resource instance, int perNode) {
    Scores table = work.scores(instance);
    Scores parent = work.scores(clone);
    int[] counts = work.instancesOn(clone);
    for (int i = 0; i < table.size(); i++) {
      boolean fits =
          parent.has(i)
              && parent.get(i) >= 0
              && counts[i] < perNode
              && !instance.orphan()
              && work.available(work.node(i));
      if (table.has(i) && !fits) {
        banTree(instance, i);
      }
    }
  }

  private void banTree(Resource resource, int node) {
    if (work.scores(resource).has(node)) {
      Scores seen = work.seen(resource);
      work.scores(resource).set(node, -Score.INFINITY);
      work.changed(resource, seen, "", "no place for this instance of the clone there");
    }
    resource.children().forEach(child -> banTree(child, node));
  }
}
