package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.fencing.DeviceCall.CallStatus;
import io.systole.protocol.fencing.FencingEffect.CancelTimer;
import io.systole.protocol.fencing.FencingEffect.DrawDelay;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.RunAgent;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingTimer.DelayTimer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** How a peer obeys an order: each once, and no more agents of a device at once than it stands. */
final class Executor {

  private Executor() {}

  /** Spec: {@code Fencing!DeliverExecute}. */
  static Step<FencingState, FencingEffect> ordered(
      FencingState state, NodeName sender, Execute order) {
    OperationId operation = order.call().operation();
    if (!operation.originator().equals(sender)) {
      return Step.refuse(state, FencingRefusal.NOT_THE_ORIGINATOR);
    }
    if (!order.executor().equals(state.self())) {
      return Step.refuse(state, FencingRefusal.NOT_FOR_US);
    }
    if (state.history().hasEnded(operation)) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    Optional<DeviceCall> known = state.call(order.call());
    if (known.isPresent()) {
      return known.get().status() instanceof CallStatus.Ended ended
          ? Step.to(state, new Multicast(ended.answer()))
          : Step.refuse(state, FencingRefusal.ALREADY_EXECUTING);
    }
    Optional<String> objection = objection(state, order);
    return objection.isPresent()
        ? Step.to(state, new Multicast(refusal(order, objection.get())))
        : accept(order.epoch().map(state::withEpoch).orElse(state), order).step();
  }

  /** Why this peer does not obey, if it does not. */
  private static Optional<String> objection(FencingState state, Execute order) {
    if (order.epoch().filter(state::isStale).isPresent()) {
      return Optional.of("the coordinator that asked has been replaced");
    }
    if (order.aim().target().equals(state.self()) && !order.aim().action().byTargetItself()) {
      return Optional.of("a node does not fence itself");
    }
    if (state.calls().size() >= FencingState.MAX_CALLS) {
      return Optional.of("the peer has " + FencingState.MAX_CALLS + " orders already");
    }
    Optional<FenceDevice> device = state.configuration().device(order.device());
    if (device.isEmpty()) {
      return Optional.of("the peer does not have the device any more");
    }
    return device.get().actions().containsKey(order.aim().action())
        ? Optional.empty()
        : Optional.of("the device cannot do that");
  }

  private static Executed refusal(Execute order, String reason) {
    return new Executed(order.call(), AgentOutcome.FAILED, reason, ImmutableSortedSet.of());
  }

  private static Moves accept(FencingState state, Execute order) {
    FenceDevice device = device(state, order);
    DelayRange delay = device.delay();
    int attempts = terms(device, order.aim()).attempts();
    boolean delayed = order.aim().action() != FencingAction.ON && !delay.max().isZero();
    CallStatus status = delayed ? new CallStatus.Delayed() : new CallStatus.Queued();
    FencingState accepted = state.with(new DeviceCall(order, device, attempts, status));
    if (!delayed) {
      return dispatch(accepted, device.id());
    }
    return delay.isDrawn()
        ? Moves.to(accepted, new DrawDelay(order.call(), delay))
        : Moves.to(accepted, new StartTimer(new DelayTimer(order.call()), delay.base()));
  }

  /** Spec: {@code Fencing!DrawDelay}. */
  static Step<FencingState, FencingEffect> delayDrawn(
      FencingState state, CallId call, Duration delay) {
    return state.call(call).filter(c -> c.status() instanceof CallStatus.Delayed).isPresent()
        ? Step.to(state, new StartTimer(new DelayTimer(call), delay))
        : Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
  }

  /** Spec: {@code Fencing!DelayTimeout}. */
  static Step<FencingState, FencingEffect> delayOver(FencingState state, CallId id) {
    Optional<DeviceCall> call =
        state.call(id).filter(c -> c.status() instanceof CallStatus.Delayed);
    return call.isPresent()
        ? dispatch(state.with(call.get().in(new CallStatus.Queued())), call.get().device().id())
            .step()
        : Step.refuse(state, FencingRefusal.STALE_TIMER);
  }

  /** Spec: {@code Fencing!FinishAgent}. */
  static Step<FencingState, FencingEffect> finished(
      FencingState state, FencingEvent.AgentFinished event) {
    Optional<DeviceCall> running = state.call(event.call()).filter(DeviceCall::isRunning);
    if (running.isEmpty()) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    DeviceCall call = running.get();
    if (hasEnded(state, call)) {
      return dispatch(state.withoutCall(call.id()), call.device().id()).step();
    }
    if (event.outcome() == AgentOutcome.FAILED && call.attemptsLeft() > 1) {
      return run(state, call.withAttemptsLeft(call.attemptsLeft() - 1)).step();
    }
    Executed answer =
        new Executed(call.id(), event.outcome(), event.reason(), covered(state, call));
    return Moves.to(state.with(call.in(new CallStatus.Ended(answer))), new Multicast(answer))
        .then(s -> dispatch(s, call.device().id()))
        .step();
  }

  /** Drops what has not begun, and the answers, of operations that have ended. */
  static Moves forgetEnded(FencingState state) {
    return Moves.to(state)
        .thenForEach(
            state.calls().values(),
            (s, call) -> hasEnded(s, call) && !call.isRunning() ? forget(s, call) : Moves.to(s));
  }

  private static Moves forget(FencingState state, DeviceCall call) {
    FencingState forgotten = state.withoutCall(call.id());
    return call.status() instanceof CallStatus.Delayed
        ? Moves.to(forgotten, new CancelTimer(new DelayTimer(call.id())))
        : Moves.to(forgotten);
  }

  private static boolean hasEnded(FencingState state, DeviceCall call) {
    return state.history().hasEnded(call.id().operation());
  }

  /** The other operations that are pending for the same; their clients have asked by now. */
  private static ImmutableSortedSet<OperationId> covered(FencingState state, DeviceCall call) {
    OperationId id = call.id().operation();
    Optional<Aim> aim = state.history().record(id).map(FencingRecord::aim);
    ImmutableList<FencingRecord> same =
        state.history().pending(r -> aim.filter(r.aim()::equals).isPresent() && !r.id().equals(id));
    return same.stream()
        .map(FencingRecord::id)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** Runs what waits, as far as the device stands it. */
  private static Moves dispatch(FencingState state, String device) {
    ImmutableList<DeviceCall> calls =
        state.calls().values().stream()
            .filter(c -> c.device().id().equals(device))
            .collect(ImmutableList.toImmutableList());
    Optional<DeviceCall> next =
        calls.stream().filter(c -> c.status() instanceof CallStatus.Queued).findFirst();
    if (next.isEmpty()) {
      return Moves.to(state);
    }
    int limit = next.get().device().actionLimit();
    long running = calls.stream().filter(DeviceCall::isRunning).count();
    return limit == 0 || running < limit
        ? run(state, next.get().in(new CallStatus.Running())).then(s -> dispatch(s, device))
        : Moves.to(state);
  }

  private static Moves run(FencingState state, DeviceCall call) {
    Aim aim = call.order().aim();
    return Moves.to(
        state.with(call), new RunAgent(call.id(), call.device(), aim, terms(call.device(), aim)));
  }

  private static FenceDevice device(FencingState state, Execute order) {
    return state.configuration().device(order.device()).orElseThrow();
  }

  private static ActionTerms terms(FenceDevice device, Aim aim) {
    return device.actions().getOrDefault(aim.action(), FenceDevice.DEFAULT_TERMS);
  }
}
