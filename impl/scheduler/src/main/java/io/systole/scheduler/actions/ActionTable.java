package io.systole.scheduler.actions;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions, found by resource, task and node without a walk over all of them. */
public final class ActionTable {

  private final List<Action> all = new ArrayList<>();
  private final List<List<TaskActions>> byResource = new ArrayList<>();
  private final Map<String, Action> points = new LinkedHashMap<>();
  private final List<List<Action>> stopsOn = new ArrayList<>();
  private final int nodes;

  public ActionTable(int resources, int nodes) {
    this.nodes = nodes;
    for (int i = 0; i < resources; i++) {
      byResource.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes; i++) {
      stopsOn.add(new ArrayList<>());
    }
  }

  /** Adds an action that is not there yet. */
  Action add(Action.Name name, @Nullable Node node) {
    Action action = new Action(all.size(), name, node);
    all.add(action);
    Resource resource = name.resource();
    if (resource == null) {
      points.put(name.key(), action);
    } else {
      of(name, resource).add(action);
      if (node != null && name.task().equals("stop")) {
        stopsOn.get(node.index()).add(action);
      }
    }
    return action;
  }

  /** The actions of that name, on whatever nodes; none yet if it is new. */
  TaskActions of(Action.Name name, Resource resource) {
    TaskActions known = find(name, resource);
    if (known != null) {
      return known;
    }
    TaskActions actions = new TaskActions(TaskActions.task(name, resource), name.interval(), nodes);
    byResource.get(resource.index()).add(actions);
    return actions;
  }

  /** A resource has few tasks, so that none is found faster than by looking at each. */
  private @Nullable TaskActions find(Resource resource, String task, long interval) {
    for (TaskActions actions : byResource.get(resource.index())) {
      if (actions.are(task, interval)) {
        return actions;
      }
    }
    return null;
  }

  /** The actions of that name, on whatever nodes. */
  @Nullable TaskActions find(Action.Name name, Resource resource) {
    return find(resource, TaskActions.task(name, resource), name.interval());
  }

  public List<Action> all() {
    return Collections.unmodifiableList(all);
  }

  /** The actions of a resource for a task, on whatever nodes. */
  public List<Action> of(Resource resource, String task, long interval) {
    TaskActions found = find(resource, task, interval);
    return found == null ? List.of() : found.all();
  }

  /** All actions of a resource. */
  public List<Action> of(Resource resource) {
    List<Action> found = new ArrayList<>();
    for (TaskActions actions : byResource.get(resource.index())) {
      found.addAll(actions.all());
    }
    return found;
  }

  /** The first action of a resource for a task, on a node if one is given. */
  public @Nullable Action first(
      Resource resource, String task, long interval, @Nullable Node node) {
    TaskActions found = find(resource, task, interval);
    return found == null ? null : found.first(node);
  }

  /** The action of that name that has no resource. */
  public @Nullable Action point(String key) {
    return points.get(key);
  }

  /** The stops on a node. */
  public List<Action> stopsOn(Node node) {
    return Collections.unmodifiableList(stopsOn.get(node.index()));
  }
}
