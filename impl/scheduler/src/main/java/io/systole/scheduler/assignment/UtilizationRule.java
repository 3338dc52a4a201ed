package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps resources off nodes that lack what they, or all that must go with them, need. */
final class UtilizationRule {

  private final Work work;
  private final Colocations colocations;

  UtilizationRule(Work work, Colocations colocations) {
    this.work = work;
    this.colocations = colocations;
  }

  /** Bans where there is too little. The node with most left is returned if it should be taken. */
  @Nullable Node banWhereTooSmall(Resource resource) {
    if (!work.capacity.counts()) {
      return null;
    }
    Set<Resource> together = new LinkedHashSet<>();
    gather(resource, together);
    together.remove(resource);
    Map<String, Integer> all = new LinkedHashMap<>(work.capacity.needs(resource));
    for (Resource other : together) {
      if (work.provisional(other)) {
        work.capacity.needs(other).forEach((k, v) -> all.merge(k, v, Integer::sum));
      }
    }
    Scores table = work.scores(resource);
    boolean anyForAll = false;
    Node most = null;
    for (Node node : work.cluster.nodes()) {
      boolean candidate =
          table.has(node.index()) && table.get(node.index()) >= 0 && work.available(node);
      if (candidate && work.capacity.suffices(node, all)) {
        anyForAll = true;
        most = most == null || work.capacity.compare(node, most) < 0 ? node : most;
      }
    }
    Map<String, Integer> required = anyForAll ? all : work.capacity.needs(resource);
    for (Node node : work.cluster.nodes()) {
      if (table.has(node.index())
          && work.available(node)
          && !work.capacity.suffices(node, required)) {
        table.set(node.index(), -Score.INFINITY);
      }
    }
    return together.isEmpty() ? null : most;
  }

  private void gather(Resource resource, Set<Resource> into) {
    if (!into.add(resource)) {
      return;
    }
    for (Colocation colocation : colocations.thisWith(resource)) {
      if (colocation.score() >= Score.INFINITY) {
        gatherAll(colocation.primary(), into);
      }
    }
    for (Colocation colocation : colocations.withThis(resource)) {
      if (colocation.score() >= Score.INFINITY) {
        gatherAll(colocation.dependent(), into);
      }
    }
  }

  private void gatherAll(Resource resource, Set<Resource> into) {
    if (resource.isPrimitive()) {
      gather(resource, into);
    } else {
      resource.children().forEach(child -> gatherAll(child, into));
    }
  }
}
