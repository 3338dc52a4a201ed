package io.systole.protocol.executor;

import io.systole.kernel.Durable;
import io.systole.kernel.Epoch;
import io.systole.protocol.transition.TransitionKey;
import java.util.Optional;

/** What a node's executor asks of the world. */
public sealed interface ExecutorEffect {

  /**
   * Remember what is known of a resource; empty to forget it. It has to outlive this process before
   * an agent runs, since an order must not be carried out twice, and before a result is told, since
   * the coordinator counts on it.
   */
  record RememberResource(String id, Optional<ManagedResource> resource)
      implements ExecutorEffect, Durable {}

  /** Remember whose orders are obeyed, for the same reasons. */
  record RememberEpoch(Epoch epoch) implements ExecutorEffect, Durable {}

  /**
   * Remember that an order was taken, for the same reasons.
   *
   * @param callId the call that it became, and the greatest that was given
   */
  record RememberOrder(TransitionKey key, long callId) implements ExecutorEffect, Durable {}

  /**
   * Run the agent; {@link ExecutorEvent.Ended} tells how it ended.
   *
   * @param startedFenceDevice whether the resource is a fence device that was started
   */
  record Run(Call call, boolean startedFenceDevice) implements ExecutorEffect {}

  /** Kill the agent of a call; {@link ExecutorEvent.Ended} still comes. */
  record Kill(long callId) implements ExecutorEffect {}

  /** Tell when it is time to repeat a recurring call. */
  record SetTimer(long callId, long delayMillis) implements ExecutorEffect {}

  record CancelTimer(long callId) implements ExecutorEffect {}

  /** Tell whoever listens how an operation ended. */
  record Tell(Entry entry) implements ExecutorEffect {}

  /** Tell whoever listens that a resource's history is gone. */
  record TellForgotten(String resource, String transitionKey) implements ExecutorEffect {}
}
