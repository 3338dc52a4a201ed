package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps resources off nodes that lack what they, or all that must go with them, need (Pacemaker
 * Explained, "Utilization").
 */
final class UtilizationRule {

  private final Work work;
  private final Companions companions;

  UtilizationRule(Work work, Colocations colocations) {
    this.work = work;
    this.companions = new Companions(work, colocations);
  }

  /**
   * Bans where there is too little. If no node has room for all that belong together, the one with
   * most room is returned, which should be taken if it is as good as any other.
   */
  @Nullable Node banWhereTooSmall(Resource resource) {
    if (!work.capacity.counts()) {
      return null;
    }
    Map<String, Integer> all = companions.needs(resource);
    Scores table = work.scores(resource);
    boolean fits = false;
    Node roomiest = null;
    for (Node node : work.cluster.nodes()) {
      if (!possible(table, node)) {
        continue;
      }
      fits |= work.capacity.suffices(node, all);
      if (roomiest == null || work.capacity.compare(node, roomiest) < 0) {
        roomiest = node;
      }
    }
    Map<String, Integer> required = fits ? all : work.capacity.needs(resource);
    for (Node node : work.cluster.nodes()) {
      if (possible(table, node) && !work.capacity.suffices(node, required)) {
        table.set(node.index(), -Score.INFINITY);
      }
    }
    return fits ? null : roomiest;
  }

  private boolean possible(Scores table, Node node) {
    return table.has(node.index()) && table.get(node.index()) >= 0 && work.available(node);
  }
}
