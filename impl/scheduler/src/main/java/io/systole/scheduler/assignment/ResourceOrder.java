package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sorts resources so that those with the strongest claims are assigned first. */
final class ResourceOrder {

  private final Work work;
  private final List<Node> nodes;
  private final Wishes wishes;
  private final Map<Resource, Scores> heard = new LinkedHashMap<>();

  ResourceOrder(Work work, NodeOrder order, Wishes wishes) {
    this.work = work;
    this.wishes = wishes;
    Scores base = new Scores(work.cluster.nodes().size());
    work.cluster.nodes().forEach(n -> base.set(n.index(), n.score()));
    this.nodes = order.sorted(base, null);
  }

  List<Resource> sorted(List<Resource> resources) {
    List<Resource> list = new ArrayList<>(resources);
    list.sort(this::compare);
    return list;
  }

  private int compare(Resource a, Resource b) {
    int byPriority = Integer.compare(work.priority(b), work.priority(a));
    if (byPriority != 0) {
      return byPriority;
    }
    Scores left = heard.computeIfAbsent(a, wishes::around);
    Scores right = heard.computeIfAbsent(b, wishes::around);
    int byPlace = Integer.compare(current(b, right), current(a, left));
    if (byPlace != 0) {
      return byPlace;
    }
    for (Node node : nodes) {
      int byScore = Integer.compare(right.get(node.index()), left.get(node.index()));
      if (byScore != 0) {
        return byScore;
      }
    }
    return 0;
  }

  private static int current(Resource resource, Scores scores) {
    Node current = Work.current(resource);
    return current == null ? -Score.INFINITY : scores.get(current.index());
  }
}
