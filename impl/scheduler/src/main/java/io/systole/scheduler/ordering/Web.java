package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.ActionTable;
import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions and their links while they are being worked out. */
final class Web {

  final Actions actions;
  final Flags flags = new Flags();
  private final ActionTable table;
  private final List<Action> all = new ArrayList<>();
  private final List<List<Link>> before = new ArrayList<>();
  private final List<List<Link>> after = new ArrayList<>();
  private final Map<Long, Integer> pairs = new LinkedHashMap<>();
  private final Map<String, Action> placeholders = new LinkedHashMap<>();
  private final Map<Resource, List<Action>> added = new LinkedHashMap<>();

  Web(Actions actions) {
    this.actions = actions;
    this.table = actions.table();
    table.all().forEach(this::include);
  }

  private void include(Action action) {
    all.add(action);
    before.add(new ArrayList<>());
    after.add(new ArrayList<>());
    flags.add(action);
  }

  List<Action> all() {
    return all;
  }

  List<Link> before(Action action) {
    return before.get(action.index());
  }

  List<Link> after(Action action) {
    return after.get(action.index());
  }

  /** The actions of a resource for a task with its interval, such as {@code start_0}. */
  List<Action> find(Resource resource, String taskAndInterval) {
    int bar = taskAndInterval.lastIndexOf('_');
    String task = taskAndInterval.substring(0, bar);
    long interval = Long.parseLong(taskAndInterval.substring(bar + 1));
    List<Action> found = table.of(resource, task, interval);
    if (found.isEmpty()) {
      Action placeholder = placeholders.get(resource.id() + "_" + taskAndInterval);
      return placeholder == null ? List.of() : List.of(placeholder);
    }
    return found;
  }

  /** The first action of a resource for a task, on a node if one is given. */
  @Nullable Action first(Resource resource, String task, @Nullable Node node) {
    for (Action action : find(resource, task + "_0")) {
      if (node == null || action.node() == node) {
        return action;
      }
    }
    return null;
  }

  List<Action> of(Resource resource) {
    List<Action> found = table.of(resource);
    List<Action> more = added.get(resource);
    if (more != null) {
      found.addAll(more);
    }
    return found;
  }

  /** An action that nobody asked for and that cannot run, so that there is something to order. */
  Action placeholder(Resource resource, String taskAndInterval) {
    int bar = taskAndInterval.lastIndexOf('_');
    Action action =
        new Action(
            all.size(),
            Action.Name.of(
                resource,
                taskAndInterval.substring(0, bar),
                Long.parseLong(taskAndInterval.substring(bar + 1))),
            null);
    include(action);
    flags.clear(action, Flags.RUNNABLE);
    placeholders.put(resource.id() + "_" + taskAndInterval, action);
    added.computeIfAbsent(resource, r -> new ArrayList<>()).add(action);
    return action;
  }

  /** Adds an action of which no phase before this one could know. */
  Action add(Action.Name name, Node node, Map<String, String> meta, int priority) {
    Action action = new Action(all.size(), name, node, meta, priority);
    include(action);
    return action;
  }

  /** Links two actions; false if they are linked in the same way already. */
  boolean link(Action first, Action then, int relations, String reason) {
    if (relations == 0 || first == then) {
      return false;
    }
    long pair = ((long) first.index() << 32) | then.index();
    int known = pairs.getOrDefault(pair, 0);
    if ((known & relations) != 0) {
      return false;
    }
    pairs.put(pair, known | relations);
    Link link = new Link(first, then, relations, reason);
    after(first).add(link);
    before(then).add(link);
    return true;
  }
}
