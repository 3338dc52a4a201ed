package io.systole.scheduler.actions;

import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A resource's actions for one task and interval: one a node, and what has no node (yet). */
final class TaskActions {

  private static final int FEW = 4;

  private final String task;
  private final long interval;
  private final int nodes;
  private final List<Action> all = new ArrayList<>(1);
  private final List<Action> unplaced = new ArrayList<>(0);

  /** By the node's index, once there are more than a few. */
  private @Nullable Action @Nullable [] byNode;

  /** What the resource configures for the task, which is the same on every node. */
  private @Nullable Map<String, String> configured;

  TaskActions(String task, long interval, int nodes) {
    this.task = task;
    this.interval = interval;
    this.nodes = nodes;
  }

  /** What an action is found by. Notifications of one clone differ in their keys alone. */
  static String task(Action.Name name, Resource resource) {
    return name.task().startsWith("notif")
        ? name.key().substring(resource.id().length() + 1, name.key().lastIndexOf('_'))
        : name.task();
  }

  boolean are(String otherTask, long otherInterval) {
    return interval == otherInterval && task.equals(otherTask);
  }

  void add(Action action) {
    all.add(action);
    if (action.node == null) {
      unplaced.add(action);
    } else {
      index(action, action.node);
    }
  }

  private void index(Action action, Node node) {
    if (byNode != null) {
      keepFirst(byNode, action, node);
    } else if (all.size() > FEW) {
      @Nullable Action[] index = new Action[nodes];
      for (Action each : all) {
        if (each.node != null) {
          keepFirst(index, each, each.node);
        }
      }
      byNode = index;
    }
  }

  private static void keepFirst(@Nullable Action[] index, Action action, Node node) {
    Action there = index[node.index()];
    if (there == null || action.index < there.index) {
      index[node.index()] = action;
    }
  }

  List<Action> all() {
    return Collections.unmodifiableList(all);
  }

  /** The first, on a node if one is given. */
  @Nullable Action first(@Nullable Node node) {
    if (node == null) {
      return all.isEmpty() ? null : all.getFirst();
    }
    if (byNode != null) {
      return byNode[node.index()];
    }
    for (Action action : all) {
      if (action.node == node) {
        return action;
      }
    }
    return null;
  }

  /**
   * The action on a node, or without one. An action that was asked for before it was known where is
   * as good, and is placed there.
   */
  @Nullable Action claim(@Nullable Node node) {
    if (node == null) {
      return unplaced.isEmpty() ? null : unplaced.getFirst();
    }
    Action there = first(node);
    for (Action action : unplaced) {
      if (!action.pseudo && (there == null || action.index < there.index)) {
        unplaced.remove(action);
        action.node = node;
        index(action, node);
        return action;
      }
    }
    return there;
  }

  /** What the resource configures for the task, if it has been looked up already. */
  Map<String, String> configured(Supplier<Map<String, String>> lookup) {
    Map<String, String> known = configured;
    if (known == null) {
      known = ImmutableMap.copyOf(lookup.get());
      configured = known;
    }
    return known;
  }
}
