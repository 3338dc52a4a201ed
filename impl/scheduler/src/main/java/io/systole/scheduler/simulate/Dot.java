package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.graph.Inputs;
import io.systole.scheduler.ordering.Link;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Resource;
import java.util.BitSet;

/** A graph in the language of Graphviz, with what was considered and is not done. */
final class Dot {

  private final OrderedActions ordered;
  private final Inputs inputs;
  private final boolean all;
  private final StringBuilder text = new StringBuilder(" digraph \"g\" {\n");
  private final BitSet drawn = new BitSet();

  private Dot(Plan plan, boolean all) {
    this.ordered = plan.ordered();
    this.inputs = new Inputs(ordered);
    this.all = all;
  }

  /**
   * Draws a plan.
   *
   * @param all whether actions are drawn as well that nothing asks for
   */
  static String of(Plan plan, boolean all) {
    Dot dot = new Dot(plan, all);
    dot.ordered.all().forEach(dot::action);
    dot.ordered.all().forEach(dot::links);
    return dot.text.append("}\n").toString();
  }

  private static String name(Action action) {
    return '"' + (action.node() == null ? action.key() : action.key() + " " + action.node()) + '"';
  }

  private void action(Action action) {
    String style = "dashed";
    String color;
    String font = ordered.pseudo(action) ? "orange" : "black";
    Resource resource = action.resource();
    if (inputs.inGraph(action)) {
      style = "bold";
      color = "green";
    } else if (resource != null && !ordered.actions().assignment().managed(resource)) {
      color = "red";
      font = "purple";
      if (!all) {
        return;
      }
    } else if (ordered.optional(action)) {
      color = "blue";
      if (!all) {
        return;
      }
    } else {
      color = "red";
    }
    drawn.set(action.index());
    text.append(name(action)).append(" [ style=").append(style);
    text.append(" color=\"").append(color).append("\" fontcolor=\"").append(font).append("\"]\n");
  }

  private void links(Action then) {
    for (Link link : ordered.before(then)) {
      boolean inGraph = inputs.inGraph(then) && inputs.inGraph(link.first()) && inputs.counts(link);
      if (!inGraph && link.flags() == 0) {
        continue;
      }
      boolean shown = drawn.get(link.first().index()) && drawn.get(then.index());
      if (all || inGraph || shown) {
        text.append(name(link.first())).append(" -> ").append(name(then));
        text.append(" [ style = ").append(inGraph ? "bold" : "dashed").append("]\n");
      }
    }
  }
}
