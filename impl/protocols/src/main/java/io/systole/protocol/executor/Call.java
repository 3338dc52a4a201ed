package io.systole.protocol.executor;

import io.systole.kernel.Epoch;

/**
 * An order that was taken: one run of an agent, or all runs of one that recurs.
 *
 * @param id from 1, grows with each order that this node takes
 * @param epoch under which it was ordered
 * @param orderedMillis when, since 1970
 * @param again whether this run repeats one whose result was told, so that only a change is news
 */
public record Call(long id, Order order, Epoch epoch, long orderedMillis, boolean again) {

  Call repeated() {
    return again ? this : new Call(id, order, epoch, orderedMillis, true);
  }

  public OperationKey operation() {
    return order.operation();
  }
}
