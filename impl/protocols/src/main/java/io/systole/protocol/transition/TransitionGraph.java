package io.systole.protocol.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;

/**
 * What the scheduler wants done, and in which order.
 *
 * @param clusterDelay what an action gets on top of its own timeout for the ways there and back
 * @param fencingTimeout how long a fencing may take
 * @param batchLimit how many actions may run at once; 0 for any number
 * @param migrationLimit how many parts of migrations may run on a node at once; negative for any
 *     number
 * @param failedStartOffset what a failed start adds to the fail count: a number or INFINITY
 * @param failedStopOffset what a failed stop adds
 * @param synapses in the order in which they are considered: by priority, then by id
 * @param actions by id
 */
public record TransitionGraph(
    Duration clusterDelay,
    Duration fencingTimeout,
    int batchLimit,
    int migrationLimit,
    String failedStartOffset,
    String failedStopOffset,
    ImmutableList<Synapse> synapses,
    ImmutableSortedMap<Integer, GraphAction> actions) {

  /** Most actions in a graph. */
  public static final int MAX_ACTIONS = 200_000;

  public Optional<GraphAction> action(int id) {
    return Optional.ofNullable(actions.get(id));
  }

  /** The longest that is waited for an action's end. */
  Duration patience(GraphAction action) {
    Duration own = action.operation().equals("stonith") ? fencingTimeout : action.timeout();
    return own.plus(clusterDelay);
  }
}
