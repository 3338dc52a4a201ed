package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.THEN_CANCELS_FIRST;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Digests;
import io.systole.scheduler.state.HistoryEntry;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.NodeConditions;
import io.systole.scheduler.state.OperationMeta;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.ResourceStatus;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.List;

/** Compares what the nodes ran with what is configured now. */
final class HistoryChecks {

  private final Draft draft;
  private final Digests digests;
  private final Unfencing unfencing;

  HistoryChecks(Draft draft) {
    this.draft = draft;
    this.digests = new Digests(draft.cluster, draft.assignment::node);
    this.unfencing = new Unfencing(draft);
  }

  void add() {
    for (ClusterState.FailCount count : draft.cluster.clearedFailCounts()) {
      clearFailCount(count.resource(), count.node(), count.reason());
    }
    checkUnresolvedFailures();
    noteRequired();
    for (Resource resource : draft.cluster.topLevel()) {
      if (resource.orphan()) {
        clearFailCounts(resource);
      }
    }
    for (ClusterState.Whereabouts old : draft.cluster.clearedHistories()) {
      Action delete = draft.action(old.resource(), "lrm_delete", old.node(), false);
      // It changes nothing that runs, so that nothing follows if it fails.
      delete.meta.put("on-fail", "ignore");
    }
    // What was not reached before is not known to be as its history says.
    NodeConditions present = NodeConditions.of(draft.cluster.nodes());
    for (Resource owner : draft.cluster.resources()) {
      owner.status().histories().entrySet().stream()
          .filter(entry -> entry.getKey().configured())
          .filter(entry -> entry.getKey().maintenance() || present.available(entry.getKey()))
          .sorted(Comparator.comparingInt(entry -> entry.getKey().index()))
          .forEach(entry -> {
            check(owner, entry.getKey(), entry.getValue());
            checkNamesakes(owner, entry.getKey(), entry.getValue());
          });
    }
  }

  /**
   * A history that was laid to another instance still tells of the agent that its name once had.
   */
  private void checkNamesakes(Resource owner, Node node, ResourceStatus.History history) {
    if (!owner.anonymousInstance()) {
      return;
    }
    Resource namesake = draft.cluster.resource(history.name());
    if (namesake == null || namesake == owner || namesake.orphan()) {
      return;
    }
    if (!namesake.status().running().contains(node) && agentChanged(namesake, history.xml())) {
      Cleanup.add(draft, namesake, node, false);
    }
  }

  /** What the status made necessary, and which recurring operations run. */
  private void noteRequired() {
    for (Resource resource : draft.cluster.resources()) {
      ResourceStatus status = resource.status();
      status.histories().forEach((node, history) -> noteRecurring(resource, node, history));
      for (Node node : status.mustStopOn()) {
        draft.action(resource, "stop", node, false);
      }
      for (Node node : status.mayStopOn()) {
        draft.action(resource, "stop", node, true);
      }
      for (Node node : status.mustDemoteOn()) {
        draft.action(resource, "demote", node, false);
      }
    }
  }

  private void noteRecurring(Resource resource, Node node, ResourceStatus.History history) {
    for (HistoryEntry entry : history.recurring()) {
      Action action =
          draft.action(Action.Name.of(resource, entry.task(), entry.intervalMillis()), node, true);
      action.reschedule |= resource.status().expiredMonitors().contains(entry.id());
    }
  }

  /** Now that it is known where containers will be. */
  private void checkUnresolvedFailures() {
    for (ClusterState.UnresolvedFailure failure : draft.cluster.unresolvedFailures()) {
      Digests.Change change = digests.compare(failure.resource(), failure.node(), failure.entry());
      if (change != Digests.Change.SAME) {
        clearFailCount(failure.resource(), failure.node(), "resource parameters have changed");
      }
    }
  }

  /** How often something failed that is no longer configured is of no interest any more. */
  private void clearFailCounts(Resource removed) {
    for (Node node : draft.cluster.nodes()) {
      if (draft.cluster.failCounts().effective(removed, node) > 0) {
        clearFailCount(removed, node, "it is orphaned");
        draft.order(removed, "clear_failcount", removed, "stop", Order.bits(ORDERED));
      }
    }
  }

  private void clearFailCount(Resource resource, Node node, String reason) {
    Action clear = draft.action(resource, "clear_failcount", node, false);
    clear.meta.put("op_no_wait", "true");
    clear.reason = reason;
  }

  private void check(Resource resource, Node node, ResourceStatus.History history) {
    if (resource.orphan()) {
      if (!resource.anonymousInstance()) {
        Cleanup.add(draft, resource, node, false);
      }
      return;
    }
    boolean active = resource.status().running().contains(node);
    if (agentChanged(resource, history.xml())) {
      if (active) {
        draft.action(resource, "stop", node, false);
        draft.startPending[resource.index()] = true;
      }
      unfencing.deviceChanged(resource, node, Unfencing.DEFINITION_CHANGED);
      Cleanup.add(draft, resource, node, false);
    } else if (active) {
      checkEntries(resource, node, history);
    }
  }

  private static boolean agentChanged(Resource resource, Element history) {
    return differs(resource.xml(), history, "class")
        || differs(resource.xml(), history, "provider")
        || differs(resource.xml(), history, "type");
  }

  private static boolean differs(Element configured, Element history, String attribute) {
    return !configured.attribute(attribute, "").equals(history.attribute(attribute, ""));
  }

  private void checkEntries(Resource resource, Node node, ResourceStatus.History history) {
    List<HistoryEntry> entries = history.entries();
    int start = ActiveSpan.start(entries);
    if (start < ActiveSpan.stop(entries)) {
      return;
    }
    for (int i = Math.max(0, start); i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      boolean recurring = entry.intervalMillis() > 0;
      if (recurring && (resource.status().maintenance() || node.maintenance())) {
        cancel(resource, node, entry);
      } else if (recurring || defines(entry.task())) {
        boolean changed = checkDefinition(resource, node, entry);
        if (changed && draft.cluster.failCounts().effective(resource, node) != 0) {
          clearFailCount(resource, node, "action definition changed");
        }
      }
    }
  }

  private static boolean defines(String task) {
    return switch (task) {
      case "monitor", "start", "promote", "migrate_from" -> true;
      default -> false;
    };
  }

  private void cancel(Resource resource, Node node, HistoryEntry entry) {
    Action cancel = Cancellation.add(draft, resource, entry.task(), entry.intervalMillis(), node);
    cancel.meta.put("call_id", Integer.toString(entry.callId()));
    draft.order(Order.End.of(resource, "stop_0"), Order.End.of(cancel), "cancellation", ORDERED);
  }

  /** Whether the operation is not defined as it was when it ran. */
  private boolean checkDefinition(Resource resource, Node node, HistoryEntry entry) {
    boolean recurring = entry.intervalMillis() > 0;
    boolean gone =
        recurring
            && OperationMeta.find(resource, entry.task(), entry.intervalMillis(), false) == null;
    if (gone) {
      if (draft.cluster.options().is(ClusterOption.CANCEL_REMOVED_ACTIONS)) {
        cancel(resource, node, entry);
      }
      return true;
    }
    switch (digests.compareOpenly(resource, node, entry)) {
      case SAME -> {
        return false;
      }
      case RESCHEDULED -> draft.action(name(resource, entry), node, true).reschedule = true;
      case RELOADABLE -> {
        unfencing.deviceChanged(resource);
        reload(resource, node);
      }
      case RESTART -> {
        draft.action(name(resource, entry), null, false).reason = "resource definition change";
        unfencing.deviceChanged(resource, node, Unfencing.PARAMETERS_CHANGED);
      }
    }
    return true;
  }

  private static Action.Name name(Resource resource, HistoryEntry entry) {
    return Action.Name.of(resource, entry.task(), entry.intervalMillis());
  }

  private void reload(Resource resource, Node node) {
    ResourceStatus status = resource.status();
    if (!draft.assignment.managed(resource) || status.failed()) {
      return;
    }
    if (draft.startPending[resource.index()]) {
      draft.action(resource, "stop", node, false);
      return;
    }
    Action reload = draft.action(resource, "reload-agent", node, false);
    reload.reason = "resource definition change";
    for (String task : new String[] {"stop_0", "demote_0"}) {
      draft.order(
          Order.End.only(reload),
          Order.End.of(resource, task),
          "a stop makes a reload pointless",
          new Relation[] {ORDERED, THEN_CANCELS_FIRST});
    }
  }
}
