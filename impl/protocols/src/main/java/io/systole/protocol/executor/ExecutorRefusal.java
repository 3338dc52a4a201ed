package io.systole.protocol.executor;

import io.systole.kernel.Refusal;

/** Why an executor did not act on an event. */
public enum ExecutorRefusal implements Refusal {
  /** A coordinator with a greater epoch has been heard of. */
  STALE_EPOCH,

  /** The coordinator itself has begun a later transition since. */
  STALE_TRANSITION,

  /** This very order was taken before. */
  ALREADY_ORDERED,

  /** Too many orders wait for this resource. */
  QUEUE_FULL,

  /** Too many resources are known. */
  TOO_MANY_RESOURCES,

  /** No such operation recurs. */
  NOTHING_TO_CANCEL,

  /** No such call runs. */
  UNKNOWN_CALL,

  /** No such call waits for its time. */
  UNKNOWN_TIMER
}
