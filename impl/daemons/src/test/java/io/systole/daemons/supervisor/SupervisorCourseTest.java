package io.systole.daemons.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Step;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order, the invariants hold and a node can be brought to its end. */
class SupervisorCourseTest {

  private static final ImmutableList<String> ROLES = ImmutableList.of("a", "b", "controller");
  private static final int STEPS = 300;
  private static final int LAST_STEPS = 200;

  private static final SupervisorLimits LIMITS =
      new SupervisorLimits(1_000, 5_000, 5_000, 5_000, 20_000, 5);

  @Property(tries = 300)
  void invariantsHoldAndAStopEnds(@ForAll long seed) {
    World world = new World(seed);
    world.step(new SupervisorEvent.Began(world.now));
    for (int i = 0; i < STEPS; i++) {
      world.step(world.anyEvent());
    }
    // From here on the world behaves, and the node must come to its end.
    world.step(new SupervisorEvent.StopAsked(true, world.now));
    for (int i = 0; i < LAST_STEPS && world.state.phase() != NodePhase.ENDED; i++) {
      world.behave();
    }
    assertEquals(NodePhase.ENDED, world.state.phase());
    assertTrue(world.state.roles().stream().allMatch(role -> role.phase() == RolePhase.DOWN));
  }

  /** Draws events; processes get ids as a kernel gives them. */
  private static final class World {

    private final SupervisorMachine machine = new SupervisorMachine();
    private final Random random;
    private SupervisorState state = SupervisorState.initial(LIMITS, "b1", ROLES);
    private long now = 1;
    private long lastPid = 100;

    World(long seed) {
      this.random = new Random(seed);
    }

    void step(SupervisorEvent event) {
      Step<SupervisorState, SupervisorEffect> step = machine.step(state, event);
      assertEquals(
          ImmutableList.of(), SupervisorInvariants.ALL.broken(step.state()), event::toString);
      if (step.refusal().isPresent()) {
        assertEquals(state, step.state(), event::toString);
      }
      state = step.state();
    }

    SupervisorEvent anyEvent() {
      now += random.nextInt(1_500);
      Watched role = state.roles().get(random.nextInt(ROLES.size()));
      String build = random.nextInt(50) == 0 ? "b2" : "b1";
      return switch (random.nextInt(40)) {
        case 0 -> new SupervisorEvent.StopAsked(random.nextBoolean(), now);
        case 1 -> new SupervisorEvent.LeaveEnded(random.nextBoolean(), "so", now);
        case 2 -> new SupervisorEvent.LaunchFailed(role.name(), "no memory", now);
        case 3, 4 ->
            new SupervisorEvent.Exited(role.name(), role.pid(), build, RoleEnd.of("so"), now);
        case 5 ->
            new SupervisorEvent.Exited(role.name(), role.pid() + 1, build, RoleEnd.of("so"), now);
        case 6, 7, 8 -> new SupervisorEvent.Found(role.name(), ++lastPid, now);
        case 9, 10, 11, 12, 13 -> new SupervisorEvent.Missed(role.name(), now);
        case 14, 15, 16, 17, 18 -> new SupervisorEvent.Launched(role.name(), ++lastPid, now);
        case 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 ->
            new SupervisorEvent.Ponged(role.name(), role.pid(), build, now);
        default -> new SupervisorEvent.Ticked(now);
      };
    }

    /** What processes that obey would make happen. */
    void behave() {
      now += LIMITS.pingInterval();
      for (String name : ROLES) {
        Watched role = state.role(name).orElseThrow();
        switch (role.phase()) {
          case SOUGHT -> step(new SupervisorEvent.Missed(name, now));
          case LAUNCHING -> step(new SupervisorEvent.Launched(name, ++lastPid, now));
          case STARTING, RUNNING ->
              step(new SupervisorEvent.Ponged(name, role.pid(), state.build(), now));
          case KILLED, STOPPING ->
              step(
                  new SupervisorEvent.Exited(
                      name, role.pid(), state.build(), RoleEnd.of("so"), now));
          case DOWN, STUCK, RESTING -> {
            // Time alone goes on.
          }
        }
      }
      if (state.leaveAsked()) {
        step(new SupervisorEvent.LeaveEnded(true, "", now));
      }
      step(
          state.phase() == NodePhase.UP
              ? new SupervisorEvent.StopAsked(true, now)
              : new SupervisorEvent.Ticked(now));
    }
  }
}
