package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts nodes, the best first. */
final class NodeOrder {

  private final Work work;

  NodeOrder(Work work) {
    this.work = work;
  }

  /** The nodes of a table, best first; {@code active} is where the resource runs. */
  List<Node> sorted(Scores scores, @Nullable Node active) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      if (scores.has(i)) {
        nodes.add(work.node(i));
      }
    }
    nodes.sort((a, b) -> compare(scores, active, a, b));
    return nodes;
  }

  private int compare(Scores scores, @Nullable Node active, Node a, Node b) {
    int order = Integer.compare(effective(scores, b), effective(scores, a));
    if (order != 0) {
      return order;
    }
    String strategy = work.cluster.options().placementStrategy();
    if (!strategy.equals("minimal")) {
      if (strategy.equals("balanced")) {
        order = work.capacity.compare(a, b);
        if (order != 0) {
          return order;
        }
      }
      order = Integer.compare(work.resourcesOn[a.index()], work.resourcesOn[b.index()]);
      if (order != 0) {
        return order;
      }
      if (active != null && (a == active) != (b == active)) {
        return a == active ? -1 : 1;
      }
    }
    return Integer.compare(a.index(), b.index());
  }

  private int effective(Scores scores, Node node) {
    return work.available(node) ? scores.get(node.index()) : -Score.INFINITY;
  }
}
