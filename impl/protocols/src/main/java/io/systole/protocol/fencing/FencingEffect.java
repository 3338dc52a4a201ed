package io.systole.protocol.fencing;

import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;
import java.time.Duration;

/** What a fencer asks of the world. */
public sealed interface FencingEffect {

  /** Send to all members, this one included. */
  record Multicast(FencingMessage message) implements FencingEffect, Sends {}

  /**
   * Run a device's agent once; it ends as {@link FencingEvent.AgentFinished}.
   *
   * @param aim what it is to do to which node
   * @param terms how long it may take
   */
  record RunAgent(CallId call, FenceDevice device, Aim aim, ActionTerms terms)
      implements FencingEffect {}

  /**
   * Ask a device's agent whether it can fence {@code target}; the answer is {@link
   * FencingEvent.DeviceAnswered}.
   */
  record AskDevice(OperationId operation, FenceDevice device, NodeName target)
      implements FencingEffect {}

  /** Draw a delay in a range; it comes as {@link FencingEvent.DelayDrawn}. */
  record DrawDelay(CallId call, DelayRange range) implements FencingEffect {}

  record StartTimer(FencingTimer timer, Duration after) implements FencingEffect {}

  record CancelTimer(FencingTimer timer) implements FencingEffect {}

  /** Answer the client that made the request {@code handle}. */
  record ReplyToClient(long handle, FencingRecord record) implements FencingEffect {}

  /** Tell all who have subscribed that an operation has ended. */
  record NotifySubscribers(FencingRecord record) implements FencingEffect {}
}
