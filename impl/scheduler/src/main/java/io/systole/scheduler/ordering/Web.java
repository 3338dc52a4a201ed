package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.ActionTable;
import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Actions and their links while they are being worked out. */
final class Web {

  final Actions actions;
  final Flags flags = new Flags();
  final Grounds grounds = new Grounds(flags);
  final Set<Resource> withdrawn = new LinkedHashSet<>();
  private final ActionTable table;
  private final List<Action> all = new ArrayList<>();
  private final List<List<Link>> before = new ArrayList<>();
  private final List<List<Link>> after = new ArrayList<>();
  private final PairTable pairs = new PairTable();
  private long links;
  private long followed;
  private long walked;

  /** By the resource's index: actions that were made so that there is something to order. */
  private final List<List<Action>> placeholders;

  Web(Actions actions) {
    this.actions = actions;
    this.table = actions.table();
    this.placeholders =
        new ArrayList<>(Collections.nCopies(actions.cluster().resources().size(), List.of()));
    table.all().forEach(this::include);
  }

  private void include(Action action) {
    all.add(action);
    before.add(List.of());
    after.add(List.of());
    flags.add(action);
    grounds.add(action);
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

  /** The actions of a resource for a task. */
  List<Action> find(Resource resource, String task, long interval) {
    List<Action> found = table.of(resource, task, interval);
    if (found.isEmpty()) {
      Action placeholder = placeholder(resource, task, interval);
      return placeholder == null ? found : List.of(placeholder);
    }
    return found;
  }

  private @Nullable Action placeholder(Resource resource, String task, long interval) {
    for (Action action : placeholders.get(resource.index())) {
      if (action.interval() == interval && action.is(task)) {
        return action;
      }
    }
    return null;
  }

  /** The first action of a resource for a task, on a node if one is given. */
  @Nullable Action first(Resource resource, String task, @Nullable Node node) {
    Action found = table.first(resource, task, 0, node);
    if (found != null || node != null) {
      // A placeholder is on no node.
      return found;
    }
    return placeholder(resource, task, 0);
  }

  List<Action> of(Resource resource) {
    List<Action> found = table.of(resource);
    found.addAll(placeholders.get(resource.index()));
    return found;
  }

  /** An action that nobody asked for and that cannot run, so that there is something to order. */
  Action addPlaceholder(Resource resource, String task, long interval) {
    Action action = new Action(all.size(), Action.Name.of(resource, task, interval), null);
    include(action);
    flags.clear(action, Flags.RUNNABLE);
    List<Action> others = placeholders.get(resource.index());
    if (others.isEmpty()) {
      others = new ArrayList<>(2);
      placeholders.set(resource.index(), others);
    }
    others.add(action);
    return action;
  }

  /** Adds an action of which no phase before this one could know. */
  Action add(Action.Name name, Node node, Map<String, String> meta, int priority) {
    Action action = new Action(all.size(), name, node, meta, priority);
    include(action);
    return action;
  }

  void countFollowed() {
    followed++;
  }

  void countWalked() {
    walked++;
  }

  Effort effort() {
    return new Effort(all.size(), links, followed, walked);
  }

  /** Links two actions; false if they are linked in the same way already. */
  boolean link(Action first, Action then, int relations, String reason) {
    if (relations == 0 || first == then) {
      return false;
    }
    if (!pairs.add(first.index(), then.index(), relations)) {
      return false;
    }
    links++;
    Link link = new Link(first, then, relations, reason);
    add(after, first, link);
    add(before, then, link);
    return true;
  }

  /** Many actions have no link on one side, so that a list is made only for the first. */
  private static void add(List<List<Link>> lists, Action action, Link link) {
    List<Link> links = lists.get(action.index());
    if (links.isEmpty()) {
      links = new ArrayList<>(4);
      lists.set(action.index(), links);
    }
    links.add(link);
  }
}
