package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * What a supervisor knows.
 *
 * @param limits as configured
 * @param build the build that the supervisor itself runs
 * @param installed the build that would be started now, as last seen
 * @param roles in the order in which they are started
 * @param restarts when roles were started again, in the last minute
 * @param clock the time of the last event
 * @param awake how long the supervisor has been awake, in milliseconds: a supervisor that was
 *     stopped for a while did not listen, and does not hold the silence against its roles
 * @param ending why the node stops, if it does
 * @param stopAt when a leaving node stops anyway
 * @param leaveAsked whether the controller has been asked and has not answered yet
 */
public record SupervisorState(
    SupervisorLimits limits,
    String build,
    String installed,
    NodePhase phase,
    ImmutableList<Watched> roles,
    ImmutableList<Long> restarts,
    long clock,
    long awake,
    Optional<Ending> ending,
    long stopAt,
    boolean leaveAsked) {

  /** Before the beginning. */
  public static SupervisorState initial(
      SupervisorLimits limits, String build, Iterable<String> roleNames) {
    ImmutableList.Builder<Watched> roles = ImmutableList.builder();
    roleNames.forEach(name -> roles.add(Watched.down(name)));
    return new SupervisorState(
        limits,
        build,
        build,
        NodePhase.UP,
        roles.build(),
        ImmutableList.of(),
        0,
        0,
        Optional.empty(),
        0,
        false);
  }

  public Optional<Watched> role(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** With one role replaced by its successor of the same name. */
  SupervisorState with(Watched changed) {
    return withRoles(
        roles.stream()
            .map(role -> role.name().equals(changed.name()) ? changed : role)
            .collect(ImmutableList.toImmutableList()));
  }

  SupervisorState withRoles(ImmutableList<Watched> newRoles) {
    return new SupervisorState(
        limits,
        build,
        installed,
        phase,
        newRoles,
        restarts,
        clock,
        awake,
        ending,
        stopAt,
        leaveAsked);
  }

  SupervisorState withPhase(NodePhase newPhase) {
    return new SupervisorState(
        limits,
        build,
        installed,
        newPhase,
        roles,
        restarts,
        clock,
        awake,
        ending,
        stopAt,
        leaveAsked);
  }

  SupervisorState withInstalled(String newInstalled) {
    return new SupervisorState(
        limits,
        build,
        newInstalled,
        phase,
        roles,
        restarts,
        clock,
        awake,
        ending,
        stopAt,
        leaveAsked);
  }

  SupervisorState withRestarts(ImmutableList<Long> newRestarts) {
    return new SupervisorState(
        limits,
        build,
        installed,
        phase,
        roles,
        newRestarts,
        clock,
        awake,
        ending,
        stopAt,
        leaveAsked);
  }

  SupervisorState withTime(long newClock, long newAwake) {
    return new SupervisorState(
        limits,
        build,
        installed,
        phase,
        roles,
        restarts,
        newClock,
        newAwake,
        ending,
        stopAt,
        leaveAsked);
  }

  /** On the way down, for {@code why}. */
  SupervisorState ending(NodePhase newPhase, Ending why, long newStopAt) {
    return new SupervisorState(
        limits,
        build,
        installed,
        newPhase,
        roles,
        restarts,
        clock,
        awake,
        Optional.of(why),
        newStopAt,
        false);
  }

  SupervisorState withLeaveAsked(boolean asked) {
    return new SupervisorState(
        limits, build, installed, phase, roles, restarts, clock, awake, ending, stopAt, asked);
  }

  /** Up again after a stop. */
  SupervisorState again() {
    return new SupervisorState(
        limits,
        build,
        installed,
        NodePhase.UP,
        roles,
        restarts,
        clock,
        awake,
        Optional.empty(),
        0,
        false);
  }
}
