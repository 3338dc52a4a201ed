package io.systole.protocol.fencing;

import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.fencing.FencingEvent.AgentFinished;
import io.systole.protocol.fencing.FencingEvent.ClockTold;
import io.systole.protocol.fencing.FencingEvent.DelayDrawn;
import io.systole.protocol.fencing.FencingEvent.DeviceAnswered;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingEvent.EpochSeen;
import io.systole.protocol.fencing.FencingEvent.FenceRequested;
import io.systole.protocol.fencing.FencingEvent.MessageDelivered;
import io.systole.protocol.fencing.FencingEvent.TimerFired;
import io.systole.protocol.fencing.FencingEvent.ViewChanged;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.protocol.fencing.FencingTimer.DelayTimer;
import io.systole.protocol.fencing.FencingTimer.ExecuteTimer;
import io.systole.protocol.fencing.FencingTimer.QueryTimer;
import io.systole.protocol.fencing.FencingTimer.RoundTimer;

/**
 * One fencer. A round goes like this:
 *
 * <ol>
 *   <li>A client asks; its fencer, the originator, asks all peers but the target who can do it.
 *   <li>Each replies with the devices that it could use.
 *   <li>The originator orders the best peer to use its best device, and after a failure the next.
 *   <li>The peer runs the agent and says what came of it.
 *   <li>The originator decides and tells all; each fencer tells its own clients.
 * </ol>
 *
 * <p>Promised (spec: {@code Fencing}): a success means that an agent said so after the request was
 * made; every round ends; each client is answered once; a decision never changes.
 */
public final class FencingMachine implements Machine<FencingState, FencingEvent, FencingEffect> {

  @Override
  public Step<FencingState, FencingEffect> step(FencingState state, FencingEvent event) {
    return switch (event) {
      case DevicesConfigured configured -> configure(state, configured);
      case ViewChanged changed -> Ledger.viewChanged(state, changed.view());
      case EpochSeen seen ->
          state.isStale(seen.epoch())
              ? Step.refuse(state, FencingRefusal.STALE_EPOCH)
              : Step.to(state.withEpoch(seen.epoch()));
      case FenceRequested requested -> Originator.requested(state, requested.request());
      case MessageDelivered delivered ->
          state.isMember(delivered.sender())
              ? deliver(state, delivered.sender(), delivered.message())
              : Step.refuse(state, FencingRefusal.NOT_A_MEMBER);
      case TimerFired fired -> fire(state, fired.timer());
      case AgentFinished finished -> Executor.finished(state, finished);
      case DeviceAnswered answered -> Replier.answered(state, answered);
      case DelayDrawn drawn -> Executor.delayDrawn(state, drawn.call(), drawn.delay());
      case ClockTold told -> Step.to(state.withNow(told.nowMillis()));
    };
  }

  /** Spec: {@code Fencing!ConfigureDevices}. */
  private static Step<FencingState, FencingEffect> configure(
      FencingState state, DevicesConfigured configured) {
    if (state.isStale(configured.epoch())) {
      return Step.refuse(state, FencingRefusal.STALE_EPOCH);
    }
    if (configured.configuration().devices().size() > FencingConfiguration.MAX_DEVICES) {
      return Step.refuse(state, FencingRefusal.TOO_MANY_DEVICES);
    }
    return Step.to(state.withEpoch(configured.epoch()).with(configured.configuration()));
  }

  private static Step<FencingState, FencingEffect> deliver(
      FencingState state, NodeName sender, FencingMessage message) {
    return switch (message) {
      case Query query -> Replier.asked(state, sender, query);
      case QueryReply reply -> Originator.replied(state, sender, reply);
      case Execute execute -> Executor.ordered(state, sender, execute);
      case Executed executed -> Orders.executed(state, sender, executed);
      case Result result -> Ledger.concluded(state, sender, result);
      case History history -> Ledger.told(state, sender, history);
    };
  }

  private static Step<FencingState, FencingEffect> fire(FencingState state, FencingTimer timer) {
    return switch (timer) {
      case QueryTimer query -> Originator.queryTimedOut(state, query.operation());
      case ExecuteTimer execute -> Orders.timedOut(state, execute.call());
      case RoundTimer round -> Originator.roundTimedOut(state, round.operation());
      case DelayTimer delay -> Executor.delayOver(state, delay.call());
    };
  }
}
