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
  private final List<Map<String, List<Action>>> byResource = new ArrayList<>();
  private final Map<String, Action> points = new LinkedHashMap<>();
  private final Map<Node, List<Action>> stopsOn = new LinkedHashMap<>();

  public ActionTable(int resources) {
    for (int i = 0; i < resources; i++) {
      byResource.add(new LinkedHashMap<>());
    }
  }

  private static String local(String task, long interval) {
    return task + "_" + interval;
  }

  /** What a resource's actions are found by: the key without the resource's name. */
  private static String local(Action.Name name, Resource resource) {
    return name.task().startsWith("notif")
        ? name.key().substring(resource.id().length() + 1)
        : local(name.task(), name.interval());
  }

  /** Adds an action that is not there yet. */
  public Action add(Action.Name name, @Nullable Node node) {
    Action action = new Action(all.size(), name, node);
    all.add(action);
    Resource resource = name.resource();
    if (resource == null) {
      points.put(name.key(), action);
    } else {
      byResource
          .get(resource.index())
          .computeIfAbsent(local(name, resource), k -> new ArrayList<>())
          .add(action);
      if (node != null && name.task().equals("stop")) {
        stopsOn.computeIfAbsent(node, n -> new ArrayList<>()).add(action);
      }
    }
    return action;
  }

  public List<Action> all() {
    return Collections.unmodifiableList(all);
  }

  /** The actions of a resource for a task, on whatever nodes. */
  public List<Action> of(Resource resource, String task, long interval) {
    List<Action> found = byResource.get(resource.index()).get(local(task, interval));
    return found == null ? List.of() : Collections.unmodifiableList(found);
  }

  /** The actions of a name, on whatever nodes. */
  List<Action> of(Action.Name name, Resource resource) {
    List<Action> found = byResource.get(resource.index()).get(local(name, resource));
    return found == null ? List.of() : found;
  }

  /** All actions of a resource. */
  public List<Action> of(Resource resource) {
    List<Action> found = new ArrayList<>();
    byResource.get(resource.index()).values().forEach(found::addAll);
    return found;
  }

  /** The first action of a resource for a task, on a node if one is given. */
  public @Nullable Action first(
      Resource resource, String task, long interval, @Nullable Node node) {
    for (Action action : of(resource, task, interval)) {
      if (node == null || action.node == node) {
        return action;
      }
    }
    return null;
  }

  /** The action of that name that has no resource. */
  public @Nullable Action point(String key) {
    return points.get(key);
  }

  /** The stops on a node. */
  public List<Action> stopsOn(Node node) {
    List<Action> found = stopsOn.get(node);
    return found == null ? List.of() : Collections.unmodifiableList(found);
  }
}
