package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN;
import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The points in time between which a clone's instances are told what is about to happen to the
 * others and what has happened (Pacemaker Explained, "Clone notifications").
 */
final class NotificationPoints {

  private final Draft draft;

  NotificationPoints(Draft draft) {
    this.draft = draft;
  }

  /** The four points of one task: before, all know, after, all know. */
  private record Points(
      @Nullable Action before,
      @Nullable Action beforeKnown,
      @Nullable Action after,
      @Nullable Action afterKnown) {}

  void add(Resource clone) {
    if (!clone.notifies()) {
      return;
    }
    Points start = points(clone, "start", "running");
    Points stop = points(clone, "stop", "stopped");
    order(stop.afterKnown, start.before, ORDERED);
    if (clone.promotable()) {
      Points promote = points(clone, "promote", "promoted");
      Points demote = points(clone, "demote", "demoted");
      order(stop.afterKnown, promote.before, ORDERED);
      order(start.afterKnown, promote.before, ORDERED);
      order(demote.afterKnown, promote.before, ORDERED);
      order(demote.afterKnown, start.before, ORDERED);
      order(demote.afterKnown, stop.before, ORDERED);
    }
  }

  /** Others are told as well that an instance was stopped by the fencing of its node. */
  void addFenced(Resource instance, Action fencing) {
    if (instance.top().notifies()) {
      after(instance, "stop", fencing);
    }
  }

  private Points points(Resource clone, String task, String done) {
    Action begin = draft.table.first(clone, task, 0, null);
    Action end = draft.table.first(clone, done, 0, null);
    if (begin == null || end == null) {
      return new Points(null, null, null, null);
    }
    Action before = point(clone, begin, "notify", new Kind("pre", task));
    Action beforeKnown = point(clone, begin, "notified", new Kind("confirmed-pre", task));
    before.runnable = true;
    beforeKnown.runnable = true;
    order(before, beforeKnown, ORDERED);
    order(beforeKnown, begin, ORDERED);
    Points after = after(clone, task, end);
    order(beforeKnown, after.after, ORDERED);
    return new Points(before, beforeKnown, after.after, after.afterKnown);
  }

  private Points after(Resource resource, String task, Action end) {
    Action after = point(resource, end, "notify", new Kind("post", task));
    Action known = point(resource, end, "notified", new Kind("confirmed-post", task));
    for (Action each : new Action[] {after, known}) {
      each.priority = Score.INFINITY;
      each.runnable = end.runnable;
    }
    order(end, after, FIRST_IMPLIES_THEN);
    order(after, known, FIRST_IMPLIES_THEN);
    return new Points(null, null, after, known);
  }

  private record Kind(String key, String task) {
    String type() {
      return key.substring(key.indexOf('-') + 1);
    }
  }

  private Action point(Resource resource, Action around, String task, Kind kind) {
    String key = resource.id() + "_" + kind.key + "_notify_" + around.task + "_0";
    Action action = draft.action(new Action.Name(resource, task, 0, key), null, around.optional);
    action.pseudo = true;
    action.meta.put("notify_key_type", kind.key);
    action.meta.put("notify_key_operation", around.task);
    action.meta.put("notify_type", kind.type());
    action.meta.put("notify_operation", kind.task);
    return action;
  }

  private void order(@Nullable Action first, @Nullable Action then, Relation relation) {
    if (first != null && then != null) {
      draft.order(Order.End.only(first), Order.End.of(then), "notification", relation);
    }
  }
}
