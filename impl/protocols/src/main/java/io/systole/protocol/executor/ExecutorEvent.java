package io.systole.protocol.executor;

import io.systole.kernel.Epoch;
import io.systole.protocol.transition.TransitionKey;

/** What happens to a node's executor. */
public sealed interface ExecutorEvent {

  /** A coordinator has made an epoch known in the group {@code epoch}. */
  record EpochSeen(Epoch epoch) implements ExecutorEvent {}

  /**
   * A coordinator wants something done.
   *
   * @param atMillis now, since 1970
   */
  record Ordered(Epoch epoch, Order order, long atMillis) implements ExecutorEvent {}

  /** A coordinator wants an operation not to be repeated any more. */
  record CancelOrdered(Epoch epoch, String resource, OperationKey operation)
      implements ExecutorEvent {}

  /** A coordinator wants all that is known of a resource to be forgotten. */
  record ForgetOrdered(Epoch epoch, TransitionKey key, String resource) implements ExecutorEvent {}

  /**
   * The agent of a call has ended.
   *
   * @param startedMillis when it had begun, since 1970
   * @param tookMillis how long it ran
   */
  record Ended(long callId, Outcome outcome, long startedMillis, long tookMillis)
      implements ExecutorEvent {}

  /** It is time to repeat a recurring call. */
  record TimerFired(long callId) implements ExecutorEvent {}

  /**
   * The process of the executor has begun with what an earlier one remembered; no agent that the
   * earlier one had started runs any more.
   *
   * @param atMillis now, since 1970
   */
  record Restarted(long atMillis) implements ExecutorEvent {}
}
