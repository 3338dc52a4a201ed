package io.systole.protocol.executor;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static io.systole.protocol.executor.Samples.FAILED;
import static io.systole.protocol.executor.Samples.FIRST;
import static io.systole.protocol.executor.Samples.NODE;
import static io.systole.protocol.executor.Samples.OK;
import static io.systole.protocol.executor.Samples.SECOND;
import static io.systole.protocol.executor.Samples.ended;
import static io.systole.protocol.executor.Samples.key;
import static io.systole.protocol.executor.Samples.order;
import static io.systole.protocol.executor.Samples.ordered;
import static io.systole.protocol.executor.Samples.recurring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Durable;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.protocol.executor.ExecutorEffect.CancelTimer;
import io.systole.protocol.executor.ExecutorEffect.Kill;
import io.systole.protocol.executor.ExecutorEffect.Run;
import io.systole.protocol.executor.ExecutorEffect.SetTimer;
import io.systole.protocol.executor.ExecutorEffect.Tell;
import io.systole.protocol.executor.ExecutorEffect.TellForgotten;
import io.systole.protocol.executor.ExecutorEvent.CancelOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ended;
import io.systole.protocol.executor.ExecutorEvent.EpochSeen;
import io.systole.protocol.executor.ExecutorEvent.ForgetOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ordered;
import io.systole.protocol.executor.ExecutorEvent.Restarted;
import io.systole.protocol.executor.ExecutorEvent.TimerFired;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecutorMachineTest {

  private static final OperationKey MONITOR_10S = new OperationKey("monitor", 10_000);

  private Runner<ExecutorState, ExecutorEvent, ExecutorEffect> runner =
      Samples.runner(ExecutorState.initial(FIRST, 2));

  private ImmutableList<String> step(ExecutorEvent event) {
    Step<ExecutorState, ExecutorEffect> step = runner.step(event, Samples.cause()).step();
    if (step.refusal().isPresent()) {
      return ImmutableList.of(step.refusal().get().name());
    }
    assertTrue(durableComesFirst(step.effects()), step.effects().toString());
    return step.effects().stream()
        .filter(effect -> !(effect instanceof Durable))
        .map(ExecutorMachineTest::text)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean durableComesFirst(ImmutableList<ExecutorEffect> effects) {
    boolean other = false;
    for (ExecutorEffect effect : effects) {
      if (effect instanceof Durable && other) {
        return false;
      }
      other |= !(effect instanceof Durable);
    }
    return true;
  }

  private static String text(ExecutorEffect effect) {
    return switch (effect) {
      case Run(Call call, boolean started) ->
          "run "
              + call.id()
              + " "
              + call.order().resource()
              + " "
              + call.operation()
              + (started ? " started" : "");
      case Kill(long callId) -> "kill " + callId;
      case SetTimer(long callId, long delay) -> "timer " + callId + " " + delay;
      case CancelTimer(long callId) -> "no timer " + callId;
      case Tell(Entry entry) ->
          "tell "
              + entry.callId()
              + " "
              + entry.outcome().opStatus()
              + ":"
              + entry.outcome().rcCode();
      case TellForgotten(String resource, String key) -> "forgotten " + resource + " " + key;
      case ExecutorEffect.RememberEpoch _ -> "epoch";
      case ExecutorEffect.RememberOrder _ -> "order";
      case ExecutorEffect.RememberResource _ -> "resource";
    };
  }

  private History history(String resource) {
    ManagedResource known = runner.state().resources().get(resource);
    return known == null ? History.EMPTY : known.history();
  }

  private static ImmutableList<String> are(String... effects) {
    return ImmutableList.copyOf(effects);
  }

  @Test
  void oneCallOfAResourceRunsAtATimeInTheOrderOfTheOrders() {
    assertEquals(are("run 1 a start_0"), step(ordered(1, "a", "start")));
    assertEquals(are(), step(recurring(2, "a", 10_000)));
    assertEquals(are("tell 1 0:0", "run 2 a monitor_10000"), step(ended(1, OK)));
  }

  @Test
  void noMoreRunThanTheLimitAndTheFirstOrderedComesFirst() {
    step(ordered(1, "c", "start"));
    step(ordered(2, "b", "start"));
    assertEquals(are(), step(ordered(3, "z", "start")));
    assertEquals(are(), step(ordered(4, "a", "start")));
    assertEquals(are("tell 2 0:0", "run 3 z start_0"), step(ended(2, OK)));
    assertEquals(are("tell 1 0:0", "run 4 a start_0"), step(ended(1, OK)));
  }

  @Test
  void aRecurringCallTellsItsFirstResultAndThenChangesAlone() {
    step(recurring(1, "a", 10_000));
    assertEquals(are("timer 1 10000", "tell 1 0:0"), step(ended(1, OK)));
    assertEquals(are("run 1 a monitor_10000"), step(new TimerFired(1)));
    assertEquals(are("timer 1 10000"), step(ended(1, OK)));
    step(new TimerFired(1));
    assertEquals(are("timer 1 10000", "tell 1 0:1"), step(ended(1, FAILED)));
    step(new TimerFired(1));
    assertEquals(are("timer 1 10000"), step(ended(1, FAILED)));
    step(new TimerFired(1));
    assertEquals(are("timer 1 10000", "tell 1 0:0"), step(ended(1, OK)));
  }

  /** Readers tell the results of one call apart by when they changed, in whole seconds. */
  @Test
  void eachResultOfARecurringCallIsLaterThanTheOneBeforeThoughTheClockWasSetBack() {
    step(recurring(1, "a", 10_000));
    assertEquals(20_000, toldChanged(new Ended(1, OK, 20_000, 5)));
    step(new TimerFired(1));
    assertEquals(21_000, toldChanged(new Ended(1, FAILED, 3_000, 5)));
    assertEquals(21_000, history("a").failure().orElseThrow().times().changedMillis());
    step(new TimerFired(1));
    assertEquals(22_000, toldChanged(new Ended(1, OK, 4_000, 5)));
    step(new TimerFired(1));
    assertEquals(40_000, toldChanged(new Ended(1, FAILED, 40_000, 5)));
  }

  /** Calls are told apart by their numbers, so that an expiry counts from what the clock says. */
  @Test
  void anotherCallIsDatedByTheClock() {
    step(recurring(1, "a", 10_000));
    step(new Ended(1, FAILED, 20_000, 5));
    step(recurring(2, "a", 10_000));
    assertEquals(3_000, toldChanged(new Ended(2, FAILED, 3_000, 5)));
  }

  private long toldChanged(Ended event) {
    return runner.step(event, Samples.cause()).step().effects().stream()
        .filter(Tell.class::isInstance)
        .map(effect -> ((Tell) effect).entry().times().changedMillis())
        .collect(onlyElement());
  }

  @Test
  void aStopEndsWhatRecurs() {
    step(recurring(1, "a", 10_000));
    step(ended(1, OK));
    assertEquals(are("no timer 1", "run 2 a stop_0"), step(ordered(2, "a", "stop")));
    assertEquals(are("UNKNOWN_TIMER"), step(new TimerFired(1)));
    assertEquals(are("tell 2 0:0"), step(ended(2, OK)));
    assertTrue(history("a").recurring().isEmpty());
  }

  @Test
  void aStopKillsAMonitorThatIsUnderWayAndItsResultIsNotTold() {
    step(recurring(1, "a", 10_000));
    step(ended(1, OK));
    step(new TimerFired(1));
    assertEquals(are("kill 1"), step(ordered(2, "a", "stop")));
    assertEquals(are("run 2 a stop_0"), step(ended(1, FAILED)));
  }

  @Test
  void aReplacedRecurringCallStartsAnew() {
    step(recurring(1, "a", 10_000));
    step(ended(1, OK));
    assertEquals(are("no timer 1", "run 2 a monitor_10000"), step(recurring(2, "a", 10_000)));
    assertEquals(are("timer 2 10000", "tell 2 0:0"), step(ended(2, OK)));
  }

  @Test
  void aRecurringCallCanWaitBeforeItsFirstRun() {
    Order plain = order(1, "a", MONITOR_10S);
    Order late =
        new Order(
            plain.key(),
            "a",
            plain.agent(),
            plain.operation(),
            Sorted.with(plain.parameters(), "CRM_meta_start_delay", "700"));
    assertEquals(are("timer 1 700"), step(new Ordered(FIRST, late, 100)));
    assertEquals(are("run 1 a monitor_10000"), step(new TimerFired(1)));
  }

  @Test
  void aCancelledCallRecursNoMore() {
    step(recurring(1, "a", 10_000));
    step(ended(1, OK));
    assertEquals(are("no timer 1"), step(new CancelOrdered(FIRST, "a", MONITOR_10S)));
    assertEquals(are("NOTHING_TO_CANCEL"), step(new CancelOrdered(FIRST, "a", MONITOR_10S)));
    assertEquals(are("UNKNOWN_TIMER"), step(new TimerFired(1)));
    assertTrue(runner.state().resources().isEmpty());
  }

  @Test
  void anOrderIsTakenOnce() {
    step(ordered(1, "a", "start"));
    assertEquals(are("ALREADY_ORDERED"), step(ordered(1, "a", "start")));
    step(ended(1, OK));
    step(ordered(2, "a", "stop"));
    step(ended(2, OK));
    assertEquals(are("ALREADY_ORDERED"), step(ordered(1, "a", "start")));
  }

  @Test
  void anOrderOfAnEarlierTransitionIsRefused() {
    step(new Ordered(FIRST, order(key(1, 2), "a", OperationKey.once("start")), 100));
    assertEquals(are("STALE_TRANSITION"), step(ordered(9, "a", "stop")));
  }

  @Test
  void aReplacedCoordinatorIsRefused() {
    step(new EpochSeen(SECOND));
    assertEquals(are("STALE_EPOCH"), step(new EpochSeen(FIRST)));
    assertEquals(are("STALE_EPOCH"), step(ordered(1, "a", "start")));
    assertEquals(are("STALE_EPOCH"), step(new CancelOrdered(FIRST, "a", MONITOR_10S)));
    assertEquals(are("STALE_EPOCH"), step(new ForgetOrdered(FIRST, key(1, 1), "a")));
  }

  @Test
  void whatAReplacedCoordinatorOrderedAndHasNotBegunIsGivenUp() {
    step(ordered(1, "a", "start"));
    step(recurring(2, "a", 10_000));
    step(ordered(3, "a", "promote"));
    assertEquals(are("tell 2 1:1", "tell 3 1:1"), step(new EpochSeen(SECOND)));
    assertEquals(are("tell 1 0:0"), step(ended(1, OK)));
  }

  @Test
  void aNewCoordinatorMayCancelWhatItsComingHasVoided() {
    step(ordered(1, "b", "start"));
    step(ordered(2, "c", "start"));
    step(recurring(3, "a", 10_000));
    assertEquals(are("tell 3 1:1"), step(new CancelOrdered(SECOND, "a", MONITOR_10S)));
    assertTrue(history("a").isEmpty());
  }

  @Test
  void forgettingLeavesNothing() {
    step(ordered(1, "a", "start"));
    step(ended(1, FAILED));
    assertEquals(are("forgotten a 2:1:0:c0ffee"), step(new ForgetOrdered(FIRST, key(2, 1), "a")));
    assertTrue(runner.state().resources().isEmpty());
  }

  @Test
  void aResultOfNobodyIsRefused() {
    assertEquals(are("UNKNOWN_CALL"), step(ended(7, OK)));
  }

  @Test
  void tooManyOrdersAreRefused() {
    step(ordered(0, "a", "start"));
    for (int i = 1; i <= ExecutorState.MAX_WAITING; i++) {
      assertEquals(are(), step(ordered(i, "a", "start")));
    }
    assertEquals(are("QUEUE_FULL"), step(ordered(1000, "a", "start")));
  }

  @Test
  void afterARestartWhatWasCutShortIsRepeatedIfThatDoesNoHarm() {
    step(ordered(1, "a", "start"));
    step(ordered(2, "b", "stop"));
    step(recurring(3, "c", 10_000));
    runner = Samples.runner(runner.state());
    assertEquals(
        are("tell 1 4:1", "run 2 b stop_0", "run 3 c monitor_10000"), step(new Restarted(900)));
    assertEquals(Optional.of(Outcome.INTERRUPTED), history("a").failure().map(Entry::outcome));
  }

  @Test
  void afterARestartNothingIsRepeatedThatAReplacedCoordinatorOrdered() {
    step(ordered(1, "a", "stop"));
    step(recurring(2, "b", 10_000));
    step(new EpochSeen(SECOND));
    runner = Samples.runner(runner.state());
    assertEquals(are("tell 1 1:1", "tell 2 1:1"), step(new Restarted(900)));
    assertTrue(runner.state().resources().values().stream().allMatch(r -> r.waiting().isEmpty()));
  }

  @Test
  void afterARestartMonitorsGoOn() {
    step(recurring(1, "a", 10_000));
    step(ended(1, OK));
    runner = Samples.runner(runner.state());
    assertEquals(are("timer 1 10000"), step(new Restarted(900)));
    step(new TimerFired(1));
    assertEquals(are("timer 1 10000"), step(ended(1, OK)));
  }

  @Test
  void aFenceDeviceIsStartedOnceItsStartWentWell() {
    AgentRef fence = new AgentRef("stonith", "", "fence_x");
    step(orderedOf(fence, 1, "start"));
    step(ended(1, OK));
    assertEquals(are("run 2 f monitor_0 started"), step(orderedOf(fence, 2, "monitor")));
    step(ended(2, OK));
    step(orderedOf(fence, 3, "stop"));
    step(ended(3, OK));
    assertEquals(are("run 4 f monitor_0"), step(orderedOf(fence, 4, "monitor")));
  }

  private static Ordered orderedOf(AgentRef agent, int action, String operation) {
    Order order = order(action, "f", OperationKey.once(operation));
    return new Ordered(
        FIRST, new Order(order.key(), "f", agent, order.operation(), order.parameters()), 100);
  }

  @Test
  void theHistoryShowsWhatIsUnderWay() {
    step(ordered(1, "a", "start"));
    String shown = LrmHistory.resources(runner.state(), NODE).toString();
    assertTrue(shown.contains("id=\"a_last_0\""), shown);
    assertTrue(shown.contains("transition-magic=\"-1:193;1:1:0:c0ffee\""), shown);
  }
}
