package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Epoch;
import io.systole.protocol.transition.TransitionKey;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What this node was told to do.
 *
 * @param outstanding the DC's orders that have not ended on this node's executor
 * @param historyFor the round for whose confirmation the executor's history is awaited
 * @param leavingSince when this node was told to leave, in seconds since 1970
 * @param left whether it may leave, or has left: it takes part in nothing any more
 */
public record Orders(
    ImmutableSortedMap<TransitionKey, ControllerMessage.OperationOrdered> outstanding,
    Optional<Epoch> historyFor,
    OptionalLong leavingSince,
    boolean left) {

  static final Orders NONE =
      new Orders(ImmutableSortedMap.of(), Optional.empty(), OptionalLong.empty(), false);

  Orders with(ControllerMessage.OperationOrdered order) {
    TreeMap<TransitionKey, ControllerMessage.OperationOrdered> more = new TreeMap<>(outstanding);
    more.put(order.key(), order);
    return new Orders(ImmutableSortedMap.copyOf(more), historyFor, leavingSince, left);
  }

  Orders without(TransitionKey key) {
    TreeMap<TransitionKey, ControllerMessage.OperationOrdered> rest = new TreeMap<>(outstanding);
    rest.remove(key);
    return new Orders(ImmutableSortedMap.copyOf(rest), historyFor, leavingSince, left);
  }

  Orders awaitingHistory(Optional<Epoch> round) {
    return new Orders(outstanding, round, leavingSince, left);
  }

  Orders leaving(long nowSeconds) {
    return new Orders(outstanding, historyFor, OptionalLong.of(nowSeconds), left);
  }

  Orders gone() {
    return new Orders(outstanding, historyFor, leavingSince, true);
  }
}
