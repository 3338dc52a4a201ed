package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;

/** Keeps from starting what would be without the company that it must have. */
final class Blocking {

  private final Web web;
  private final Propagation propagation;

  Blocking(Web web, Propagation propagation) {
    this.web = web;
    this.propagation = propagation;
  }

  /** What must be where something is that cannot be started, cannot be started either. */
  void blockDependents(Action action) {
    Resource resource = action.resource();
    boolean start = action.is("start");
    if (resource == null
        || web.flags.has(action, Flags.RUNNABLE)
        || (!start && !action.is("promote"))) {
      return;
    }
    Resource inner = resource.top();
    Resource top = inner.parent() == null ? inner : inner.parent();
    for (Resource part : top.children()) {
      Action same = web.first(part, action.task(), null);
      if (same == null || web.flags.has(same, Flags.RUNNABLE)) {
        return;
      }
    }
    for (Colocation colocation : web.actions.preferences().dependents(top)) {
      boolean concerned = start || colocation.primaryRole() == Role.PROMOTED;
      if (colocation.score() < Score.INFINITY || !concerned) {
        continue;
      }
      boolean promotion = colocation.dependentRole() == Role.PROMOTED;
      block(colocation.dependent(), promotion ? "promote" : "start", top);
    }
  }

  private void block(Resource resource, String task, Resource primary) {
    for (Action action : web.of(resource)) {
      if (action.is(task) && web.grounds.block(action, "colocation with " + primary.id())) {
        blockDependents(action);
        // At once, so that what this withdraws from its parts is not blocked a second time.
        propagation.visit(action);
        propagation.enqueueAround(action);
      }
    }
    resource.children().forEach(child -> block(child, task, primary));
  }

  /** Takes back that a resource runs anywhere. */
  void withdraw(Resource resource) {
    if (!resource.isPrimitive()) {
      resource.children().forEach(this::withdraw);
      return;
    }
    web.withdrawn.add(resource);
    for (Action action : web.of(resource)) {
      boolean stoppedMonitor = "7".equals(action.meta().get("op_target_rc"));
      boolean changed =
          switch (action.task()) {
            case "stop" -> web.flags.clear(action, Flags.OPTIONAL);
            case "start" -> web.flags.clear(action, Flags.RUNNABLE);
            default ->
                action.interval() > 0 && !stoppedMonitor && web.flags.clear(action, Flags.RUNNABLE);
          };
      if (changed) {
        propagation.enqueueAround(action);
      }
    }
  }
}
