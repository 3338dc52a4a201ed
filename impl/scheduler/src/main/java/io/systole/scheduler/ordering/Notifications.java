package io.systole.scheduler.ordering;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.OperationMeta;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a clone's instances told of what happens, when it is clear what does. */
final class Notifications {

  private static final int ORDERED = Order.bits(Relation.ORDERED);

  private final Web web;
  private final Flags flags;
  private final OperationMeta metas;
  private final Map<Action, Map<String, String>> told = new LinkedHashMap<>();
  private final Table<String, Node, Action> notifications =
      Tables.newCustomTable(new LinkedHashMap<>(), LinkedHashMap::new);

  Notifications(Web web) {
    this.web = web;
    this.flags = web.flags;
    this.metas = new OperationMeta(web.actions.cluster());
  }

  /** Adds the notifications. What actions are told beside their own options is returned. */
  Map<Action, Map<String, String>> add() {
    for (Resource resource : web.actions.cluster().resources()) {
      if (!resource.notifies()) {
        continue;
      }
      add(resource, "start", "running");
      add(resource, "stop", "stopped");
      if (resource.promotable()) {
        add(resource, "promote", "promoted");
        add(resource, "demote", "demoted");
      }
      resource.children().forEach(instance -> addFenced(resource, instance));
    }
    return told;
  }

  /** One task of one clone: its points in time and what is told. */
  private record Round(
      String task,
      @Nullable Action before,
      @Nullable Action beforeKnown,
      @Nullable Action after,
      @Nullable Action afterKnown,
      Map<String, String> keys) {}

  private void add(Resource clone, String task, String done) {
    NotificationLists lists = new NotificationLists(web, clone);
    Round round =
        new Round(
            task,
            point(clone, "pre", task),
            point(clone, "confirmed-pre", task),
            point(clone, "post", done),
            point(clone, "confirmed-post", done),
            lists.keys());
    if (lists.any(task)) {
      for (Action point :
          new Action[] {round.before, round.beforeKnown, round.after, round.afterKnown}) {
        if (point != null) {
          flags.clear(point, Flags.OPTIONAL);
        }
      }
    }
    boolean some = lists.any(task);
    clone.children().forEach(instance -> tell(instance, round, some));
  }

  /** Others are told once more of an instance that was stopped by the fencing of its node. */
  private void addFenced(Resource clone, Resource part) {
    part.children().forEach(child -> addFenced(clone, child));
    Action after = point(part, "post", "stonith");
    Action known = point(part, "confirmed-post", "stonith");
    if (after != null && known != null) {
      Map<String, String> keys = new NotificationLists(web, clone).keys();
      Round round = new Round("stop", null, null, after, known, keys);
      clone.children().forEach(instance -> tell(instance, round, true));
    }
  }

  private @Nullable Action point(Resource clone, String kind, String task) {
    return web.first(clone, kind + "_notify_" + task, null);
  }

  private void tell(Resource resource, Round round, boolean some) {
    if (!resource.isPrimitive()) {
      resource.children().forEach(child -> tell(child, round, some));
      return;
    }
    for (Action action : List.copyOf(web.of(resource))) {
      boolean changes =
          switch (action.task()) {
            case "start", "stop", "promote", "demote" -> true;
            default -> false;
          };
      if (changes && action.node() != null && !flags.has(action, Flags.OPTIONAL)) {
        told.computeIfAbsent(action, a -> new LinkedHashMap<>()).putAll(round.keys);
      }
    }
    if (!some) {
      return;
    }
    switch (round.task) {
      case "stop", "demote" -> tellOfDescent(resource, round);
      default -> tellOfAscent(resource, round);
    }
  }

  private void tellOfDescent(Resource resource, Round round) {
    if (web.actions.assignment().role(resource) == Role.STOPPED) {
      return;
    }
    Action stop = web.first(resource, "stop", null);
    boolean stays = stop == null || flags.has(stop, Flags.OPTIONAL);
    for (Node node : resource.status().running()) {
      if (web.actions.conditions().unclean(node)) {
        continue;
      }
      notify(resource, node, round, true);
      if (round.task.equals("demote") || stays) {
        notify(resource, node, round, false);
      }
    }
  }

  private void tellOfAscent(Resource resource, Round round) {
    Node node = web.actions.assignment().node(resource);
    if (node == null || web.actions.nextRole(resource) == Role.STOPPED) {
      return;
    }
    Action start = web.first(resource, "start", null);
    boolean runs = start == null || flags.has(start, Flags.OPTIONAL);
    if (start != null && !runs && !flags.has(start, Flags.RUNNABLE)) {
      return;
    }
    if (round.task.equals("promote") || runs) {
      notify(resource, node, round, true);
    }
    notify(resource, node, round, false);
  }

  private void notify(Resource resource, Node node, Round round, boolean before) {
    Action op = before ? round.before : round.after;
    Action known = before ? round.beforeKnown : round.afterKnown;
    if (op == null || known == null) {
      return;
    }
    if (reachable(node) && flags.has(op, Flags.RUNNABLE)) {
      Action told = action(resource, node, round, before);
      if (flags.has(op, Flags.OPTIONAL)) {
        flags.set(told, Flags.OPTIONAL);
      } else {
        flags.clear(told, Flags.OPTIONAL);
      }
      web.link(op, told, ORDERED, "notification");
      web.link(told, known, ORDERED, "notification");
    }
    if (before) {
      return;
    }
    for (Action action : List.copyOf(web.of(resource))) {
      if (action.interval() > 0 && !action.is("cancel")) {
        web.link(known, action, ORDERED, "notification");
      }
    }
  }

  /**
   * Whether it can be told: a guest must not be on a host that may have to be fenced and cannot.
   */
  private boolean reachable(Node node) {
    return web.actions.conditions().online(node)
        && (!node.isGuest() || web.actions.cluster().canFence(node));
  }

  private Action action(Resource resource, Node node, Round round, boolean before) {
    Action op = before ? round.before : round.after;
    Map<String, String> meta = new LinkedHashMap<>(metas.of(resource, "notify", 0));
    if (op != null) {
      meta.putAll(op.meta());
    }
    meta.putAll(round.keys);
    String kind = before ? "pre" : "post";
    String key = resource.id() + "_" + kind + "_notify_" + round.task + "_0";
    Action earlier = notifications.get(key, node);
    if (earlier != null) {
      // Told of several things at once it is told of the last.
      told.computeIfAbsent(earlier, a -> new LinkedHashMap<>()).putAll(meta);
      return earlier;
    }
    Action notification =
        web.add(
            new Action.Name(resource, "notify", 0, key),
            node,
            ImmutableMap.copyOf(meta),
            before ? 0 : Score.INFINITY);
    notifications.put(key, node, notification);
    return notification;
  }
}
