package io.systole.protocol.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what can begin now. Points in the order of things are passed at once, which may let more
 * begin, so it goes on until nothing changes.
 */
final class Firing {

  private final TransitionGraph graph;
  private final TreeMap<Integer, ActionStatus> status;
  private final TreeMap<NodeName, Integer> migrating = new TreeMap<>();
  private final ImmutableList.Builder<GraphAction> fired = ImmutableList.builder();
  private int running;

  Firing(TransitionRun run) {
    this.graph = run.graph();
    this.status = new TreeMap<>(run.status());
    for (Map.Entry<Integer, ActionStatus> entry : run.status().entrySet()) {
      if (entry.getValue() == ActionStatus.STARTED) {
        graph.action(entry.getKey()).ifPresent(this::count);
      }
    }
  }

  /** The actions to begin, in order. */
  ImmutableList<GraphAction> fire() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Synapse synapse : graph.synapses()) {
        if (canFire(synapse)) {
          begin(synapse.action());
          changed = true;
        }
      }
    }
    return fired.build();
  }

  /** Each action's status after {@link #fire}. */
  ImmutableSortedMap<Integer, ActionStatus> status() {
    return ImmutableSortedMap.copyOf(status);
  }

  private boolean canFire(Synapse synapse) {
    GraphAction action = synapse.action();
    return !status.containsKey(action.id())
        && synapse.inputs().stream().allMatch(id -> status.get(id) == ActionStatus.CONFIRMED)
        && (action.endsAtOnce() || (withinBatchLimit() && withinMigrationLimit(action)));
  }

  private boolean withinBatchLimit() {
    return graph.batchLimit() == 0 || running < graph.batchLimit();
  }

  private boolean withinMigrationLimit(GraphAction action) {
    return graph.migrationLimit() < 0
        || !action.migrates()
        || action
            .node()
            .filter(node -> migrating.getOrDefault(node, 0) >= graph.migrationLimit())
            .isEmpty();
  }

  private void begin(GraphAction action) {
    fired.add(action);
    if (action.endsAtOnce()) {
      status.put(action.id(), ActionStatus.CONFIRMED);
    } else {
      status.put(action.id(), ActionStatus.STARTED);
      count(action);
    }
  }

  private void count(GraphAction action) {
    running++;
    if (action.migrates()) {
      action.node().ifPresent(node -> migrating.merge(node, 1, Integer::sum));
    }
  }
}
