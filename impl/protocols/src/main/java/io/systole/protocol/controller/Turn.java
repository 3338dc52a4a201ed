package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.ComposedMachine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.protocol.election.Election;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.join.Join;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.transition.Transition;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionState;
import java.time.Duration;
import java.util.Optional;

/**
 * One step of the controller while it is being taken: the state so far and the effects so far. It
 * lives as long as the step and is seen by nobody else.
 */
final class Turn {

  private final ControllerConstants constants;
  private final Machines machines;
  private final ControllerState before;
  private final ComposedMachine.Parts parts;
  private final ImmutableList.Builder<ControllerEffect> effects = ImmutableList.builder();
  private ControllerState state;
  private boolean anyEffect;
  private Optional<Refusal> refusal = Optional.empty();

  /** The machines that a controller is composed of. */
  record Machines(Election election, Join join, Transition transition) {}

  Turn(
      ControllerConstants constants,
      Machines machines,
      ControllerState before,
      ComposedMachine.Parts parts) {
    this.constants = constants;
    this.machines = machines;
    this.before = before;
    this.parts = parts;
    this.state = before;
  }

  ControllerConstants constants() {
    return constants;
  }

  NodeName self() {
    return constants.self();
  }

  ControllerState state() {
    return state;
  }

  void set(ControllerState next) {
    state = next;
  }

  void emit(ControllerEffect effect) {
    effects.add(effect);
    anyEffect = true;
  }

  void say(ControllerMessage message) {
    emit(new ControllerEffect.Multicast(message));
  }

  /** Starts a timer for as long as the cluster's options say. */
  void start(Timer timer) {
    Duration after = Patience.of(timer.kind(), state.daemons().cib().options());
    emit(new ControllerEffect.StartTimer(timer, after));
  }

  void start(Timer.Kind kind) {
    start(Timer.of(kind));
  }

  void cancel(Timer.Kind kind) {
    emit(new ControllerEffect.CancelTimer(Timer.of(kind)));
  }

  /** Notes why nothing follows from the event, in case nothing does. */
  void refuse(Refusal reason) {
    refusal = refusal.or(() -> Optional.of(reason));
  }

  void elect(ElectionEvent event) {
    Step<ElectionState, ElectionEffect> step = machines.election().step(state.election(), event);
    parts.stepped("Election", event, state.election(), step);
    step.refusal().ifPresent(this::refuse);
    if (step.refusal().isEmpty()) {
      state = state.with(step.state());
    }
    step.effects().forEach(effect -> ElectionDuties.carryOut(this, effect));
  }

  void join(JoinEvent event) {
    Step<JoinState, JoinEffect> step = machines.join().step(state.join(), event);
    parts.stepped("Join", event, state.join(), step);
    step.refusal().ifPresent(this::refuse);
    if (step.refusal().isEmpty()) {
      state = state.with(step.state());
    }
    step.effects().forEach(effect -> JoinDuties.carryOut(this, effect));
  }

  void run(TransitionEvent event) {
    Step<TransitionState, TransitionEffect> step =
        machines.transition().step(state.transition(), event);
    parts.stepped("Transition", event, state.transition(), step);
    step.refusal().ifPresent(this::refuse);
    if (step.refusal().isEmpty()) {
      state = state.with(step.state());
    }
    step.effects().forEach(effect -> TransitionDuties.carryOut(this, effect));
  }

  /** What the step came to. */
  Step<ControllerState, ControllerEffect> end() {
    return !anyEffect && state.equals(before)
        ? Step.refuse(before, refusal.orElse(ControllerRefusal.NOTHING_TO_DO))
        : Step.to(state, effects.build());
  }
}
