package io.systole.protocol.fencing;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import java.time.Duration;

/** What happens to a fencer. */
public sealed interface FencingEvent {

  /** The local controller told the devices of this node. */
  record DevicesConfigured(Epoch epoch, FencingConfiguration configuration)
      implements FencingEvent {}

  /** The engine gave a view of the group {@code fencing}. */
  record ViewChanged(View view) implements FencingEvent {}

  /** A coordinator's epoch became known. */
  record EpochSeen(Epoch epoch) implements FencingEvent {}

  /** A client of this node wants a node fenced. */
  record FenceRequested(FenceRequest request) implements FencingEvent {}

  /** A message arrived in agreed order, maybe one's own. */
  record MessageDelivered(NodeName sender, FencingMessage message) implements FencingEvent {}

  /** A timer ran out that was started and not cancelled. */
  record TimerFired(FencingTimer timer) implements FencingEvent {}

  /** An agent that this fencer had run has ended. */
  record AgentFinished(CallId call, AgentOutcome outcome, String reason) implements FencingEvent {}

  /** An agent has said whether its device can fence the target of an operation. */
  record DeviceAnswered(OperationId operation, String device, boolean capable)
      implements FencingEvent {}

  /** The delay of a call was drawn. */
  record DelayDrawn(CallId call, Duration delay) implements FencingEvent {}

  /** The clock moved on. It is used to date records, and to decide nothing. */
  record ClockTold(long nowMillis) implements FencingEvent {}
}
