package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Step;
import java.util.Optional;

/** Which way a node goes on from where it stands. */
final class SupervisorCourse {

  private SupervisorCourse() {}

  /** A role has no process any more, or could get none, while it should run. */
  static Step<SupervisorState, SupervisorEffect> lost(
      SupervisorState state, Watched role, boolean soon, SupervisorEffect report) {
    switch (state.phase()) {
      case STOPPING, ABANDONED, ENDED -> {
        return Step.to(state.with(role.without(RolePhase.DOWN, state.awake())), report);
      }
      case UP, LEAVING -> {
        // The rest of this method.
      }
    }
    ImmutableList<Long> restarts =
        ImmutableList.<Long>builder()
            .addAll(
                state.restarts().stream()
                    .filter(when -> state.awake() - when < SupervisorLimits.MINUTE)
                    .iterator())
            .add(state.awake())
            .build();
    SupervisorState counted = state.withRestarts(restarts);
    if (restarts.size() > state.limits().restartsPerMinute()) {
      return Step.to(
          counted
              .with(role.without(RolePhase.DOWN, state.awake()))
              .ending(NodePhase.ABANDONED, Ending.GIVE_UP, 0),
          report,
          SupervisorMachine.alarm(
              restarts.size()
                  + " restarts within a minute, allowed are "
                  + state.limits().restartsPerMinute()
                  + " (restarts-per-minute): the node gives up, and its peers take over"));
    }
    Watched failed = role.failed(soon);
    long rest = SupervisorLimits.rest(failed.failures());
    return rest == 0
        ? Step.to(
            counted.with(failed.without(RolePhase.SOUGHT, state.awake())),
            report,
            new SupervisorEffect.Find(role.name()))
        : Step.to(counted.with(failed.without(RolePhase.RESTING, state.awake() + rest)), report);
  }

  /** A role can't work as it is configured: it is not started again, and the node is no use. */
  static Step<SupervisorState, SupervisorEffect> misconfigured(
      SupervisorState state, Watched role, String what) {
    return Step.to(
        state
            .with(role.without(RolePhase.DOWN, state.awake()))
            .ending(NodePhase.ABANDONED, Ending.MISCONFIGURED, 0),
        SupervisorMachine.alarm(
            what
                + "; it can't work as it is configured, its log says why: the node gives up;"
                + " correct the configuration and start it again"));
  }

  /** Begins to go down, by way of the controller if there is one that answers. */
  static Step<SupervisorState, SupervisorEffect> leave(
      SupervisorState state, Ending why, SupervisorEffect report) {
    if (state.phase() == NodePhase.LEAVING) {
      return Step.to(state, report);
    }
    NodePhase next = controllerRuns(state) ? NodePhase.LEAVING : NodePhase.STOPPING;
    return Step.to(state.ending(next, why, state.awake() + state.limits().leaveTimeout()), report);
  }

  /** Does what is due in the state that a step has led to. */
  static Step<SupervisorState, SupervisorEffect> proceed(
      Step<SupervisorState, SupervisorEffect> step) {
    SupervisorState state = step.state();
    Step<SupervisorState, SupervisorEffect> more =
        switch (state.phase()) {
          case UP -> startNext(state);
          case LEAVING -> askLeave(state);
          case STOPPING -> stopNext(state);
          case ABANDONED -> killAll(state);
          case ENDED -> Step.to(state);
        };
    return Step.to(
        more.state(),
        ImmutableList.<SupervisorEffect>builder()
            .addAll(step.effects())
            .addAll(more.effects())
            .build());
  }

  /** The first role, once it answers all others beside each other, and last the controller. */
  private static Step<SupervisorState, SupervisorEffect> startNext(SupervisorState before) {
    SupervisorState state = before;
    ImmutableList.Builder<SupervisorEffect> finds = ImmutableList.builder();
    for (Watched role : before.roles()) {
      if (role.phase() == RolePhase.DOWN && mayStart(before, role)) {
        state = state.with(role.without(RolePhase.SOUGHT, state.awake()));
        finds.add(new SupervisorEffect.Find(role.name()));
      }
    }
    return Step.to(state, finds.build());
  }

  private static boolean mayStart(SupervisorState state, Watched role) {
    Watched first = state.roles().getFirst();
    return role.name().equals(SupervisorMachine.CONTROLLER)
        ? state.roles().stream().allMatch(r -> r.equals(role) || r.phase() == RolePhase.RUNNING)
        : role.equals(first) || first.phase() == RolePhase.RUNNING;
  }

  /** A controller that was restarted while the node leaves has to be asked again. */
  private static Step<SupervisorState, SupervisorEffect> askLeave(SupervisorState state) {
    return state.leaveAsked() || !controllerRuns(state)
        ? Step.to(state)
        : Step.to(state.withLeaveAsked(true), new SupervisorEffect.AskLeave());
  }

  private static boolean controllerRuns(SupervisorState state) {
    return state
        .role(SupervisorMachine.CONTROLLER)
        .map(role -> role.phase() == RolePhase.RUNNING)
        .orElse(false);
  }

  /** The last role that is not down is asked to stop; then the one before it. */
  private static Step<SupervisorState, SupervisorEffect> stopNext(SupervisorState before) {
    SupervisorState state = withoutRest(before);
    Optional<Watched> last =
        state.roles().reverse().stream().filter(role -> role.phase() != RolePhase.DOWN).findFirst();
    if (last.isEmpty()) {
      return stopped(state);
    }
    Watched role = last.get();
    return switch (role.phase()) {
      case STARTING, RUNNING ->
          Step.to(
              state.with(role.in(RolePhase.STOPPING, state.awake())),
              new SupervisorEffect.Terminate(role.name(), role.pid()));
      case DOWN, SOUGHT, LAUNCHING, STUCK, KILLED, STOPPING, RESTING -> Step.to(state);
    };
  }

  private static Step<SupervisorState, SupervisorEffect> stopped(SupervisorState state) {
    Ending why = state.ending().orElse(Ending.STOP);
    if (why == Ending.NEW_BUILD && state.installed().equals(state.build())) {
      SupervisorState again = state.again();
      Step<SupervisorState, SupervisorEffect> first = startNext(again);
      return Step.to(
          first.state(),
          ImmutableList.<SupervisorEffect>builder()
              .add(SupervisorMachine.report("all roles start again, as build " + state.build()))
              .addAll(first.effects())
              .build());
    }
    return Step.to(state.withPhase(NodePhase.ENDED), new SupervisorEffect.End(why));
  }

  private static Step<SupervisorState, SupervisorEffect> killAll(SupervisorState before) {
    SupervisorState state = withoutRest(before);
    ImmutableList.Builder<SupervisorEffect> kills = ImmutableList.builder();
    for (Watched role : state.roles()) {
      if (role.phase().hasProcess() && role.phase() != RolePhase.KILLED) {
        state = state.with(role.in(RolePhase.KILLED, state.awake()));
        kills.add(new SupervisorEffect.Kill(role.name(), role.pid()));
      }
    }
    boolean down = state.roles().stream().allMatch(role -> role.phase() == RolePhase.DOWN);
    return down
        ? Step.to(
            state.withPhase(NodePhase.ENDED),
            new SupervisorEffect.End(state.ending().orElse(Ending.GIVE_UP)))
        : Step.to(state, kills.build());
  }

  private static SupervisorState withoutRest(SupervisorState state) {
    return state.withRoles(
        state.roles().stream()
            .map(role ->
                role.phase() == RolePhase.RESTING
                    ? role.without(RolePhase.DOWN, state.awake())
                    : role)
            .collect(ImmutableList.toImmutableList()));
  }
}
