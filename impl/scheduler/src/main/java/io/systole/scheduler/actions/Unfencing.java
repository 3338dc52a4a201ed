package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/** Fence and unfence actions of a node (Pacemaker Explained, "Unfencing"). */
final class Unfencing {

  private final Draft draft;

  Unfencing(Draft draft) {
    this.draft = draft;
  }

  /** The action that lets a node reach what it was cut off from. */
  Action action(Node node) {
    return fence(node, "on");
  }

  /** The action that fences a node; not needed until someone says so. */
  Action fence(Node node, String how) {
    String key = "stonith-" + node.name() + "-" + how;
    Action known = draft.table.point(key);
    if (known != null) {
      return known;
    }
    Action action = draft.action(Action.Name.point("stonith", key), node, true);
    action.meta.put("stonith_action", how);
    return action;
  }

  static boolean unfenced(Node node) {
    String value = node.attribute("#node-unfenced").orElse("0");
    return !value.equals("0") && !value.isEmpty();
  }

  /** What needs an unfenced node comes after the unfencing. */
  void order(Resource resource, Node node, Action action, Relation relation) {
    boolean needs =
        !draft.cluster.unfencingDevices().isEmpty()
            && resource.requires() == Resource.Requires.UNFENCING;
    if (!needs) {
      return;
    }
    Action unfence = action(node);
    draft.order(Order.End.only(unfence), Order.End.of(action), "unfencing", relation, ORDERED);
    if (!unfenced(node)) {
      unfence.optional = false;
      unfence.reason = "required by " + resource.id();
    }
  }
}
