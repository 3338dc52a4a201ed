package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Machine;
import io.systole.kernel.Step;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Decides which of a node's processes are started, killed and stopped, and when.
 *
 * <p>The first role is started first, since the others talk by way of it; once it answers they are
 * started beside each other, and the controller when all answer. A process that an earlier
 * supervisor left running is adopted. One that ends is started again at once, and after pauses if
 * it ends again soon. One that does not answer is killed first. When roles fail too often, when one
 * can't work as it is configured, or when their program was replaced, all of them end: a node with
 * half of its roles, or with roles of two builds, is worse than one that its peers see as lost.
 */
public final class SupervisorMachine
    implements Machine<SupervisorState, SupervisorEvent, SupervisorEffect> {

  /** The role that knows whether anything still runs on the node. */
  public static final String CONTROLLER = "controller";

  @Override
  public Step<SupervisorState, SupervisorEffect> step(SupervisorState before, SupervisorEvent e) {
    if (before.phase() == NodePhase.ENDED) {
      return Step.refuse(before, SupervisorRefusal.ENDED);
    }
    SupervisorState state = at(before, e.now());
    Step<SupervisorState, SupervisorEffect> step =
        switch (e) {
          case SupervisorEvent.Began _ -> Step.to(state);
          case SupervisorEvent.Found found -> of(state, found.role(), (s, r) -> found(s, r, found));
          case SupervisorEvent.Missed missed -> of(state, missed.role(), SupervisorMachine::missed);
          case SupervisorEvent.Launched launched ->
              of(state, launched.role(), (s, r) -> launched(s, r, launched));
          case SupervisorEvent.LaunchFailed failed ->
              of(state, failed.role(), (s, r) -> launchFailed(s, r, failed));
          case SupervisorEvent.Ponged ponged ->
              of(state, ponged.role(), (s, r) -> ponged(s, r, ponged));
          case SupervisorEvent.Exited exited ->
              of(state, exited.role(), (s, r) -> exited(s, r, exited));
          case SupervisorEvent.Ticked _ -> SupervisorClock.ticked(state);
          case SupervisorEvent.StopAsked asked -> stopAsked(state, asked);
          case SupervisorEvent.LeaveEnded ended -> leaveEnded(state, ended);
        };
    return step.refusal().isPresent()
        ? Step.refuse(before, step.refusal().get())
        : SupervisorCourse.proceed(step);
  }

  /** The supervisor's waking time goes on by what it can have been awake for. */
  private static SupervisorState at(SupervisorState state, long now) {
    if (state.clock() == 0) {
      return state.withTime(now, state.awake());
    }
    long passed = Math.max(0, now - state.clock());
    long most = 2 * state.limits().pingInterval();
    return state.withTime(Math.max(state.clock(), now), state.awake() + Math.min(passed, most));
  }

  private static Step<SupervisorState, SupervisorEffect> of(
      SupervisorState state,
      String role,
      BiFunction<SupervisorState, Watched, Step<SupervisorState, SupervisorEffect>> step) {
    Optional<Watched> watched = state.role(role);
    return watched.isPresent()
        ? step.apply(state, watched.get())
        : Step.refuse(state, SupervisorRefusal.UNKNOWN_ROLE);
  }

  private static Step<SupervisorState, SupervisorEffect> found(
      SupervisorState state, Watched role, SupervisorEvent.Found found) {
    if (role.phase() != RolePhase.SOUGHT) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    return Step.to(
        state.with(role.starting(found.pid(), state.awake())),
        report(role.name() + " is there already, as process " + found.pid() + ", and is adopted"),
        new SupervisorEffect.Ping(role.name()));
  }

  private static Step<SupervisorState, SupervisorEffect> missed(
      SupervisorState state, Watched role) {
    if (role.phase() != RolePhase.SOUGHT) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    return switch (state.phase()) {
      case UP, LEAVING ->
          Step.to(
              state.with(role.without(RolePhase.LAUNCHING, state.awake())),
              new SupervisorEffect.Launch(role.name()));
      case STOPPING, ABANDONED, ENDED ->
          Step.to(state.with(role.without(RolePhase.DOWN, state.awake())));
    };
  }

  private static Step<SupervisorState, SupervisorEffect> launched(
      SupervisorState state, Watched role, SupervisorEvent.Launched launched) {
    if (role.phase() != RolePhase.LAUNCHING) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    return Step.to(
        state.with(role.starting(launched.pid(), state.awake())),
        new SupervisorEffect.Ping(role.name()));
  }

  private static Step<SupervisorState, SupervisorEffect> launchFailed(
      SupervisorState state, Watched role, SupervisorEvent.LaunchFailed failed) {
    if (role.phase() != RolePhase.LAUNCHING) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    SupervisorEffect report = alarm(role.name() + " can't be started: " + failed.reason());
    return SupervisorCourse.lost(state, role, true, report);
  }

  private static Step<SupervisorState, SupervisorEffect> ponged(
      SupervisorState state, Watched role, SupervisorEvent.Ponged ponged) {
    if (ponged.pid() != role.pid()) {
      return Step.refuse(state, SupervisorRefusal.OTHER_PROCESS);
    }
    if (role.phase() != RolePhase.STARTING && role.phase() != RolePhase.RUNNING) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    SupervisorState heard = state.with(role.answered(ponged.build(), state.awake()));
    if (state.phase() == NodePhase.UP && !ponged.build().equals(state.build())) {
      return SupervisorCourse.leave(
          heard,
          Ending.NEW_BUILD,
          alarm(
              role.name()
                  + " is of build "
                  + ponged.build()
                  + ", this supervisor of build "
                  + state.build()
                  + ": all roles are restarted in order"));
    }
    return role.phase() == RolePhase.STARTING
        ? Step.to(heard, report(role.name() + " runs as process " + role.pid()))
        : Step.to(heard);
  }

  private static Step<SupervisorState, SupervisorEffect> exited(
      SupervisorState before, Watched role, SupervisorEvent.Exited exited) {
    if (!role.phase().hasProcess() || exited.pid() != role.pid()) {
      return Step.refuse(before, SupervisorRefusal.OTHER_PROCESS);
    }
    SupervisorState state = before.withInstalled(exited.installed());
    String what = role.name() + " (process " + role.pid() + ") ended: " + exited.end().how();
    return switch (state.phase()) {
      case STOPPING, ABANDONED, ENDED ->
          Step.to(state.with(role.without(RolePhase.DOWN, state.awake())), report(what));
      case UP, LEAVING -> {
        if (exited.end().misconfigured()) {
          yield SupervisorCourse.misconfigured(state, role, what);
        }
        boolean ranLong =
            role.phase() == RolePhase.RUNNING
                && state.awake() - role.since() >= SupervisorLimits.MINUTE;
        yield exited.installed().equals(state.build())
            ? SupervisorCourse.lost(state, role, !ranLong, alarm(what))
            : replaced(state, role, what);
      }
    };
  }

  /** A role has ended whose program is not there any more: its successor would be another. */
  private static Step<SupervisorState, SupervisorEffect> replaced(
      SupervisorState state, Watched role, String what) {
    return SupervisorCourse.leave(
        state.with(role.without(RolePhase.DOWN, state.awake())),
        Ending.NEW_BUILD,
        alarm(
            what
                + "; build "
                + state.installed()
                + " is installed now, so it is not started beside roles of build "
                + state.build()
                + ": the node stops in order"));
  }

  private static Step<SupervisorState, SupervisorEffect> stopAsked(
      SupervisorState state, SupervisorEvent.StopAsked asked) {
    return switch (state.phase()) {
      case UP, LEAVING -> {
        SupervisorEffect report = report("the node stops");
        yield asked.leaveFirst()
            ? SupervisorCourse.leave(state, Ending.STOP, report)
            : Step.to(state.ending(NodePhase.STOPPING, Ending.STOP, 0), report);
      }
      case STOPPING, ABANDONED, ENDED -> Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    };
  }

  private static Step<SupervisorState, SupervisorEffect> leaveEnded(
      SupervisorState state, SupervisorEvent.LeaveEnded ended) {
    if (state.phase() != NodePhase.LEAVING || !state.leaveAsked()) {
      return Step.refuse(state, SupervisorRefusal.OUT_OF_PHASE);
    }
    if (ended.left()) {
      return Step.to(
          state.withLeaveAsked(false).withPhase(NodePhase.STOPPING),
          report("nothing runs on this node any more"));
    }
    return Step.to(
        state.withLeaveAsked(false), alarm("the controller did not leave: " + ended.reason()));
  }

  static SupervisorEffect report(String text) {
    return new SupervisorEffect.Report(false, text);
  }

  static SupervisorEffect alarm(String text) {
    return new SupervisorEffect.Report(true, text);
  }

  /** A step's effects with more behind them. */
  static ImmutableList<SupervisorEffect> plus(
      Iterable<SupervisorEffect> effects, SupervisorEffect more) {
    return ImmutableList.<SupervisorEffect>builder().addAll(effects).add(more).build();
  }
}
