package io.systole.scheduler.why;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.Plan;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of one primitive, and what stands for or against it beside scores. */
final class Verdict {

  private static final List<String> TASKS =
      List.of("stop", "start", "demote", "promote", "migrate_to", "reload-agent");

  private final Plan plan;
  private final OrderedActions ordered;
  private final Resource resource;
  private final Evidence evidence;
  private final List<String> answer;

  Verdict(Plan plan, Resource resource, Evidence evidence, List<String> answer) {
    this.plan = plan;
    this.ordered = plan.ordered();
    this.resource = resource;
    this.evidence = evidence;
    this.answer = answer;
  }

  void give() {
    Node next = ordered.withdrawn(resource) ? null : plan.assignment().node(resource);
    answer.add(outcome(next));
    if (!plan.assignment().managed(resource)) {
      answer.add(whyUnmanaged());
      return;
    }
    configured();
    if (ordered.withdrawn(resource)) {
      answer.add(
          "There is no instance on its node of the clone that it has to follow, one for one.");
    }
    actions();
  }

  private String outcome(@Nullable Node next) {
    List<Node> running = resource.status().running();
    String id = resource.id();
    String where = Words.list(running.stream().map(Node::name).toList());
    if (!plan.assignment().managed(resource)) {
      return running.isEmpty()
          ? id + " is stopped, and the cluster leaves it as it is."
          : id + " runs on " + where + ", and the cluster leaves it as it is.";
    }
    if (running.isEmpty()) {
      if (next == null) {
        return id + " is stopped and stays so.";
      }
      Action start = find("start", next);
      boolean possible = start != null && ordered.runnable(start);
      return possible
          ? id + " is stopped and will be started on " + next.name() + "."
          : id + " is stopped; it would be started on " + next.name() + ", but cannot be now.";
    }
    if (next == null) {
      return id + " runs on " + where + " and has to be stopped.";
    }
    if (running.size() == 1 && running.getFirst() == next) {
      Action start = find("start", next);
      boolean impossible = start != null && !ordered.optional(start) && !ordered.runnable(start);
      boolean restarts = start != null && !ordered.optional(start);
      if (impossible) {
        return id + " runs on " + where + ", has to be stopped, and cannot be started again now.";
      }
      return id + " runs on " + where + (restarts ? " and is restarted there." : " and stays.");
    }
    return id + " runs on " + where + " and moves to " + next.name() + ".";
  }

  private @Nullable Action find(String task, @Nullable Node node) {
    return ordered.actions().table().first(resource, task, 0, node);
  }

  private String whyUnmanaged() {
    ResourceStatus status = resource.status();
    if (status.blocked()) {
      return "An operation failed whose on-fail is block (or which only fencing could mend): clean"
          + " the resource up when the cause is gone.";
    }
    if (status.maintenance() || plan.cluster().options().is(ClusterOption.MAINTENANCE_MODE)) {
      evidence.addOption("maintenance-mode");
      evidence.addMeta(resource, "maintenance");
      return "It is in maintenance.";
    }
    if (plan.cluster().options().fencing() && !plan.cluster().hasFenceDevice()) {
      evidence.addOption("fencing-enabled");
      return "Fencing is enabled and there is no fence device, so nothing may be started or"
          + " stopped: configure one.";
    }
    evidence.addMeta(resource, "is-managed");
    return "Its is-managed is false.";
  }

  private void configured() {
    resource
        .meta("target-role")
        .flatMap(Role::parse)
        .filter(role -> role == Role.STOPPED)
        .ifPresent(role -> {
          answer.add("Its target-role is Stopped: an administrator wants it stopped.");
          evidence.addMeta(resource, "target-role");
        });
    if (plan.cluster().options().is(ClusterOption.STOP_ALL_RESOURCES)) {
      answer.add("stop-all-resources stops everything.");
      evidence.addOption("stop-all-resources");
    }
  }

  /** Why something is done, or cannot be. */
  private void actions() {
    for (String task : TASKS) {
      for (Action action : ordered.actions().table().of(resource, task, 0)) {
        String reason = ordered.reason(action);
        if (ordered.optional(action) || reason.isEmpty() || reason.equals("node availability")) {
          continue;
        }
        String plain = Words.plain(reason);
        String on = action.node() == null ? "" : " on " + action.node();
        answer.add(
            ordered.runnable(action)
                ? "It has to " + verb(task) + on + ": " + plain + "."
                : "It cannot " + verb(task) + on + ": " + plain + ".");
        if (reason.startsWith("no quorum") || reason.startsWith("quorum")) {
          evidence.addOption("no-quorum-policy");
        }
      }
    }
  }

  private static String verb(String task) {
    return switch (task) {
      case "migrate_to" -> "migrate";
      case "reload-agent" -> "reload";
      default -> task;
    };
  }
}
