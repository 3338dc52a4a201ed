package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Step;

/** What the passing of time alone makes a supervisor do. */
final class SupervisorClock {

  private SupervisorClock() {}

  static Step<SupervisorState, SupervisorEffect> ticked(SupervisorState before) {
    SupervisorState state = before;
    ImmutableList.Builder<SupervisorEffect> effects = ImmutableList.builder();
    for (Watched role : before.roles()) {
      Step<SupervisorState, SupervisorEffect> step = ticked(state, role);
      state = step.state();
      effects.addAll(step.effects());
    }
    if (state.phase() == NodePhase.LEAVING && state.awake() >= state.stopAt()) {
      state = state.withLeaveAsked(false).withPhase(NodePhase.STOPPING);
      effects.add(
          SupervisorMachine.alarm(
              "the cluster did not let this node leave within "
                  + state.limits().leaveTimeout()
                  + " ms (shutdown-escalation): it stops now, and its peers may fence it"));
    }
    return Step.to(state, effects.build());
  }

  private static Step<SupervisorState, SupervisorEffect> ticked(
      SupervisorState state, Watched role) {
    SupervisorLimits limits = state.limits();
    return switch (role.phase()) {
      case STARTING ->
          isOver(state, role.since(), limits.startTimeout())
              ? stuck(state, role)
              : ping(state, role);
      case RUNNING ->
          isOver(state, role.heard(), limits.pingTimeout())
              ? stuck(state, role)
              : ping(state, role);
      case STOPPING ->
          isOver(state, role.since(), limits.stopTimeout()) ? stuck(state, role) : Step.to(state);
      case STUCK ->
          isOver(state, role.since(), SupervisorLimits.DUMP) ? kill(state, role) : Step.to(state);
      case RESTING -> isOver(state, role.since(), 0) ? seek(state, role) : Step.to(state);
      case DOWN, SOUGHT, LAUNCHING, KILLED -> Step.to(state);
    };
  }

  private static boolean isOver(SupervisorState state, long since, long limit) {
    return state.awake() - since >= limit;
  }

  private static Step<SupervisorState, SupervisorEffect> ping(SupervisorState state, Watched role) {
    return Step.to(state, new SupervisorEffect.Ping(role.name()));
  }

  private static Step<SupervisorState, SupervisorEffect> stuck(
      SupervisorState state, Watched role) {
    long silent = state.awake() - Math.max(role.heard(), role.since());
    return Step.to(
        state.with(role.in(RolePhase.STUCK, state.awake())),
        SupervisorMachine.alarm(
            role.name()
                + " (process "
                + role.pid()
                + ") is stuck: no answer for "
                + silent
                + " ms; it is killed, its stacks are in its log"),
        new SupervisorEffect.DumpStacks(role.name(), role.pid()));
  }

  private static Step<SupervisorState, SupervisorEffect> kill(SupervisorState state, Watched role) {
    return Step.to(
        state.with(role.in(RolePhase.KILLED, state.awake())),
        new SupervisorEffect.Kill(role.name(), role.pid()));
  }

  private static Step<SupervisorState, SupervisorEffect> seek(SupervisorState state, Watched role) {
    return Step.to(
        state.with(role.without(RolePhase.SOUGHT, state.awake())),
        new SupervisorEffect.Find(role.name()));
  }
}
