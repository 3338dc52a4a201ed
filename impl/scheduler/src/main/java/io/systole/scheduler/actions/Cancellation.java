package io.systole.scheduler.actions;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/** Ends a recurring operation. */
final class Cancellation {

  private Cancellation() {}

  static Action add(
      Draft draft, Resource resource, String task, long interval, @Nullable Node node) {
    String key = resource.id() + "_" + task + "_" + interval;
    Action.Name name = new Action.Name(resource, "cancel", interval, key);
    Action cancelled = draft.table.first(resource, task, interval, node);
    Action cancel = draft.action(name, node, false);
    if (cancelled != null) {
      // It takes the place of what it cancels.
      cancel.place = cancelled.place;
    }
    cancel.cancelledTask = task;
    cancel.configured = draft.metas.of(resource, task, interval);
    cancel.meta.put("operation", task);
    return cancel;
  }
}
