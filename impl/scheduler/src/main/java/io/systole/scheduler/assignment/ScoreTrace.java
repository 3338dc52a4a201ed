package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the assignment itself does to scores, for those who ask why. */
final class ScoreTrace {

  private final List<Node> nodes;
  private final List<Contribution> steps = new ArrayList<>();

  ScoreTrace(List<Node> nodes) {
    this.nodes = nodes;
  }

  List<Contribution> steps() {
    return steps;
  }

  /** How much has been kept, to go back to if what follows is taken back. */
  int mark() {
    return steps.size();
  }

  void backTo(int mark) {
    steps.subList(mark, steps.size()).clear();
  }

  /**
   * Keeps a change of a resource's scores.
   *
   * @param element the id of the element that caused it, or the empty string
   */
  void changed(Resource resource, Scores before, Scores after, String element, String words) {
    for (Node node : nodes) {
      int i = node.index();
      boolean same = before.has(i) == after.has(i) && before.get(i) == after.get(i);
      if (!same) {
        steps.add(new Contribution(resource, node, change(before, after, i), element, words));
      }
    }
  }

  private static int change(Scores before, Scores after, int node) {
    int now = after.get(node);
    if (Math.abs(now) >= Score.INFINITY || !before.has(node)) {
      return now;
    }
    return Score.clamp((long) now - before.get(node));
  }
}
