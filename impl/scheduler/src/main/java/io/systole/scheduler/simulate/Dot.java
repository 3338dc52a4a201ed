package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.graph.Inputs;
import io.systole.scheduler.ordering.Link;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Node;
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

  private String name(Action action) {
    Node node = action.node();
    String host = ordered.pseudo(action) ? "" : "<none>";
    return '"' + what(action) + (node == null ? suffix(host) : suffix(node.name())) + '"';
  }

  private static String suffix(String host) {
    return host.isEmpty() ? "" : " " + host;
  }

  private String what(Action action) {
    Resource resource = action.resource();
    if (resource == null) {
      String how = action.meta().getOrDefault("stonith_action", "");
      if (action.is("stonith")) {
        return "stonith '" + how + "'";
      }
      return action.node() == null ? action.key() : action.task();
    }
    // A history's name for an instance is what its node knows it by.
    String known = resource.isPrimitive() ? resource.status().historyName() : "";
    String key =
        known.isEmpty() ? action.key() : known + action.key().substring(resource.id().length());
    if (action.is("notify") && !known.isEmpty()) {
      // An executor knows the notification by what it is told of.
      String name = "notify_key_operation";
      String first = action.meta().getOrDefault(name, "");
      String told = ordered.told(action).getOrDefault(name, first);
      key = key.substring(0, key.lastIndexOf("_notify_")) + "_notify_" + told + "_0";
    }
    return action.is("cancel") ? "Cancel " + key : key;
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
      if (!inGraph && (link.flags() == 0 || inputs.elsewhere(link))) {
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
