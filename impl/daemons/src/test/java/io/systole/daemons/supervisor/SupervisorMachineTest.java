package io.systole.daemons.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Courses of events, told step by step. */
class SupervisorMachineTest {

  private static final SupervisorLimits LIMITS =
      new SupervisorLimits(1_000, 30_000, 60_000, 10_000, 300_000, 3);

  private final SupervisorMachine machine = new SupervisorMachine();
  private SupervisorState state =
      SupervisorState.initial(LIMITS, "b1", ImmutableList.of("cib", "controller"));
  private long now = 1;

  @Test
  void rolesAreStartedOneAfterAnother() {
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("cib")), step(new SupervisorEvent.Began(now)));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Launch("cib")),
        step(new SupervisorEvent.Missed("cib", now)));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Ping("cib")),
        step(new SupervisorEvent.Launched("cib", 10, now)));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("controller")),
        acts(step(new SupervisorEvent.Ponged("cib", 10, "b1", now))));
  }

  @Test
  void theControllerWaitsForAllAndAllWaitForTheFirst() {
    state =
        SupervisorState.initial(
            LIMITS, "b1", ImmutableList.of("messaging", "cib", "fencer", "controller"));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("messaging")),
        step(new SupervisorEvent.Began(now)));
    step(new SupervisorEvent.Missed("messaging", now));
    step(new SupervisorEvent.Launched("messaging", 10, now));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("cib"), new SupervisorEffect.Find("fencer")),
        acts(step(new SupervisorEvent.Ponged("messaging", 10, "b1", now))));
    start("fencer", 11);
    assertEquals(RolePhase.DOWN, phase("controller"));
    start("cib", 12);
    assertEquals(RolePhase.SOUGHT, phase("controller"));
  }

  @Test
  void aRoleThatIsThereIsAdopted() {
    step(new SupervisorEvent.Began(now));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Ping("cib")),
        acts(step(new SupervisorEvent.Found("cib", 77, now))));
    step(new SupervisorEvent.Ponged("cib", 77, "b1", now));
    assertEquals(RolePhase.RUNNING, phase("cib"));
  }

  @Test
  void aRoleThatEndsIsStartedAtOnceAndThenAfterPauses() {
    startAll();
    assertEquals(ImmutableList.of(new SupervisorEffect.Find("cib")), acts(step(exited("cib", 10))));
    start("cib", 12);
    assertEquals(ImmutableList.of(), acts(step(exited("cib", 12))));
    assertEquals(RolePhase.RESTING, phase("cib"));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("cib"), new SupervisorEffect.Ping("controller")),
        tick(100));
  }

  @Test
  void aRoleThatRanLongIsStartedAtOnceAgain() {
    startAll();
    step(exited("cib", 10));
    start("cib", 12);
    for (int i = 0; i < 61; i++) {
      tick(1_000);
      step(new SupervisorEvent.Ponged("cib", 12, "b1", now));
      step(new SupervisorEvent.Ponged("controller", 11, "b1", now));
    }
    assertEquals(ImmutableList.of(new SupervisorEffect.Find("cib")), acts(step(exited("cib", 12))));
  }

  @Test
  void aRoleThatIsSilentIsKilledAfterItsStacksWereWritten() {
    startAll();
    ImmutableList<SupervisorEffect> acts = ImmutableList.of();
    for (int i = 0; i < 30; i++) {
      step(new SupervisorEvent.Ponged("controller", 11, "b1", now));
      acts = tick(1_000);
    }
    assertTrue(acts.contains(new SupervisorEffect.DumpStacks("cib", 10)), acts::toString);
    assertTrue(!tick(1_000).contains(new SupervisorEffect.Kill("cib", 10)));
    assertTrue(tick(1_000).contains(new SupervisorEffect.Kill("cib", 10)));
    assertEquals(ImmutableList.of(new SupervisorEffect.Find("cib")), acts(step(exited("cib", 10))));
  }

  @Test
  void aSupervisorThatWasPausedBlamesNobody() {
    startAll();
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Ping("cib"), new SupervisorEffect.Ping("controller")),
        tick(3_600_000));
  }

  @Test
  void anOrderlyStopAsksTheControllerAndGoesBackwards() {
    startAll();
    assertEquals(
        ImmutableList.of(new SupervisorEffect.AskLeave()),
        acts(step(new SupervisorEvent.StopAsked(true, now))));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Terminate("controller", 11)),
        acts(step(new SupervisorEvent.LeaveEnded(true, "", now))));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Terminate("cib", 10)),
        acts(step(exited("controller", 11))));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.End(Ending.STOP)), acts(step(exited("cib", 10))));
    assertEquals(Optional.of(SupervisorRefusal.ENDED), refusal(new SupervisorEvent.Ticked(now)));
  }

  @Test
  void aControllerThatFailsWhileTheNodeLeavesIsAskedAgain() {
    startAll();
    step(new SupervisorEvent.StopAsked(true, now));
    step(exited("controller", 11));
    step(new SupervisorEvent.LeaveEnded(false, "it has gone", now));
    start("controller", 13);
    assertTrue(state.leaveAsked());
    assertEquals(NodePhase.LEAVING, state.phase());
  }

  @Test
  void aClusterThatDoesNotLetGoIsLeftAnyway() {
    startAll();
    step(new SupervisorEvent.StopAsked(true, now));
    ImmutableList<SupervisorEffect> acts = ImmutableList.of();
    for (int i = 0; i < 300; i++) {
      step(new SupervisorEvent.Ponged("cib", 10, "b1", now));
      step(new SupervisorEvent.Ponged("controller", 11, "b1", now));
      acts = tick(1_000);
    }
    assertTrue(acts.contains(new SupervisorEffect.Terminate("controller", 11)), acts::toString);
  }

  @Test
  void aRoleThatDoesNotStopIsKilled() {
    startAll();
    step(new SupervisorEvent.StopAsked(false, now));
    ImmutableList.Builder<SupervisorEffect> acts = ImmutableList.builder();
    for (int i = 0; i < 12; i++) {
      acts.addAll(tick(1_000));
    }
    assertTrue(acts.build().contains(new SupervisorEffect.Kill("controller", 11)));
  }

  @Test
  void anotherBuildStopsTheNode() {
    startAll();
    ImmutableList<SupervisorEffect> acts =
        acts(step(new SupervisorEvent.Exited("cib", 10, "b2", RoleEnd.of("it ended"), now)));
    assertEquals(ImmutableList.of(new SupervisorEffect.AskLeave()), acts);
    step(new SupervisorEvent.LeaveEnded(true, "", now));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.End(Ending.NEW_BUILD)),
        acts(
            step(new SupervisorEvent.Exited("controller", 11, "b2", RoleEnd.of("it ended"), now))));
  }

  @Test
  void rolesOfAnOlderBuildAreReplacedBySomeOfTheSupervisors() {
    step(new SupervisorEvent.Began(now));
    step(new SupervisorEvent.Found("cib", 77, now));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Terminate("cib", 77)),
        acts(step(new SupervisorEvent.Ponged("cib", 77, "b0", now))));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Find("cib")),
        acts(step(new SupervisorEvent.Exited("cib", 77, "b1", RoleEnd.of("it ended"), now))));
    assertEquals(NodePhase.UP, state.phase());
  }

  @Test
  void tooManyRestartsEndTheNodeAtOnce() {
    startAll();
    long pid = 10;
    for (int i = 0; i < LIMITS.restartsPerMinute(); i++) {
      step(exited("cib", pid));
      tick(500);
      pid = 20L + i;
      start("cib", pid);
    }
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Kill("controller", 11)),
        acts(step(exited("cib", pid))));
    assertEquals(
        ImmutableList.of(new SupervisorEffect.End(Ending.GIVE_UP)),
        acts(step(exited("controller", 11))));
  }

  @Test
  void aRoleThatIsMisconfiguredIsNotStartedAgain() {
    startAll();
    RoleEnd end = new RoleEnd("exit status 78", true);
    assertEquals(
        ImmutableList.of(new SupervisorEffect.Kill("controller", 11)),
        acts(step(new SupervisorEvent.Exited("cib", 10, "b1", end, now))));
    assertEquals(0, state.role("cib").orElseThrow().restarts());
    assertEquals(
        ImmutableList.of(new SupervisorEffect.End(Ending.MISCONFIGURED)),
        acts(step(exited("controller", 11))));
  }

  @Test
  void aProcessThatComesUpWhileTheNodeStopsIsStopped() {
    step(new SupervisorEvent.Began(now));
    step(new SupervisorEvent.Missed("cib", now));
    assertEquals(ImmutableList.of(), acts(step(new SupervisorEvent.StopAsked(true, now))));
    assertTrue(
        step(new SupervisorEvent.Launched("cib", 10, now))
            .contains(new SupervisorEffect.Terminate("cib", 10)));
  }

  @Test
  void whatIsNotExpectedIsRefusedByName() {
    startAll();
    assertEquals(
        Optional.of(SupervisorRefusal.UNKNOWN_ROLE),
        refusal(new SupervisorEvent.Missed("nobody", now)));
    assertEquals(
        Optional.of(SupervisorRefusal.OTHER_PROCESS),
        refusal(new SupervisorEvent.Ponged("cib", 99, "b1", now)));
    assertEquals(Optional.of(SupervisorRefusal.OTHER_PROCESS), refusal(exited("cib", 99)));
    assertEquals(
        Optional.of(SupervisorRefusal.OUT_OF_PHASE),
        refusal(new SupervisorEvent.LeaveEnded(true, "", now)));
    assertEquals(
        Optional.of(SupervisorRefusal.OUT_OF_PHASE),
        refusal(new SupervisorEvent.Launched("cib", 99, now)));
  }

  private void startAll() {
    step(new SupervisorEvent.Began(now));
    start("cib", 10);
    start("controller", 11);
  }

  private void start(String role, long pid) {
    step(new SupervisorEvent.Missed(role, now));
    step(new SupervisorEvent.Launched(role, pid, now));
    step(new SupervisorEvent.Ponged(role, pid, "b1", now));
    assertEquals(RolePhase.RUNNING, phase(role));
  }

  private SupervisorEvent exited(String role, long pid) {
    return new SupervisorEvent.Exited(role, pid, "b1", RoleEnd.of("it ended"), now);
  }

  private ImmutableList<SupervisorEffect> tick(long millis) {
    now += millis;
    return acts(step(new SupervisorEvent.Ticked(now)));
  }

  private ImmutableList<SupervisorEffect> step(SupervisorEvent event) {
    Step<SupervisorState, SupervisorEffect> step = machine.step(state, event);
    assertEquals(Optional.empty(), step.refusal(), event::toString);
    assertEquals(ImmutableList.of(), SupervisorInvariants.ALL.broken(step.state()));
    state = step.state();
    return step.effects();
  }

  private Optional<Refusal> refusal(SupervisorEvent event) {
    return machine.step(state, event).refusal();
  }

  /** Those effects that do something. */
  private static ImmutableList<SupervisorEffect> acts(ImmutableList<SupervisorEffect> effects) {
    return effects.stream()
        .filter(effect -> !(effect instanceof SupervisorEffect.Report))
        .collect(ImmutableList.toImmutableList());
  }

  private RolePhase phase(String role) {
    return state.role(role).orElseThrow().phase();
  }
}
