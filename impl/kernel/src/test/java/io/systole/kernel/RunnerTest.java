package io.systole.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunnerTest {

  private static final NodeName NODE = new NodeName("n1");
  private static final Cause CAUSE = new Cause.Local("test");

  private final List<Trace.TracedStep> traced = new ArrayList<>();
  private final Runner<Till.State, Till.Event, Till.Effect> runner =
      new Runner<>("Till", NODE, 7, new Till(), new Till.State(10), Till.INVARIANTS, traced::add);

  @Test
  void aStepMovesTheStateAndNamesItsMessages() {
    var result = runner.step(new Till.PaidIn(5), CAUSE);

    assertEquals(new Till.State(15), runner.state());
    assertEquals(
        ImmutableList.of(new MessageId(NODE, 7, 1, 0), new MessageId(NODE, 7, 1, 1)),
        result.sends());
    assertEquals(3, result.step().effects().size());
  }

  @Test
  void messagesOfDifferentStepsHaveDifferentNames() {
    var first = runner.step(new Till.PaidIn(1), CAUSE).sends();
    var second = runner.step(new Till.PaidIn(1), CAUSE).sends();

    assertTrue(first.stream().noneMatch(second::contains));
  }

  @Test
  void aRefusedEventLeavesTheStateAndSaysWhy() {
    var result = runner.step(new Till.Asked(11), CAUSE);

    assertEquals(new Till.State(10), runner.state());
    assertEquals(Optional.of(Till.No.TOO_MUCH), result.step().refusal());
    assertEquals(Optional.of(Till.No.TOO_MUCH), traced.getFirst().refusal());
  }

  @Test
  void aBrokenInvariantStopsTheRunAndTheTraceHasTheStepThatBrokeIt() {
    var broken = assertThrows(BrokenInvariant.class, () -> runner.step(new Till.Robbed(), CAUSE));

    assertEquals(
        "machine Till on n1 broke NotBelowZero at Robbed[]; the process must stop",
        broken.getMessage());
    assertEquals(new Till.State(-1), traced.getFirst().post());
    assertEquals(new Till.State(10), runner.state(), "the state that must not be is not kept");
  }

  @Test
  void theTraceCountsTheSteps() {
    runner.step(new Till.PaidIn(1), CAUSE);
    runner.step(new Till.Asked(2), CAUSE);

    assertEquals(
        ImmutableList.of(1L, 2L),
        traced.stream().map(Trace.TracedStep::seq).collect(ImmutableList.toImmutableList()));
    assertEquals(traced.getFirst().post(), traced.getLast().pre());
  }

  @Test
  void thePartsOfAComposedMachineTellTheirStepsBeforeTheWhole() {
    ComposedMachine<Till.State, Till.Event, Till.Effect> shop =
        (state, event, parts) -> {
          Step<Till.State, Till.Effect> step = new Till().step(state, event);
          parts.stepped("Drawer", event, state, step);
          return step;
        };
    var whole =
        new Runner<>("Shop", NODE, 7, shop, new Till.State(10), Till.INVARIANTS, traced::add);
    var _ = whole.step(new Till.PaidIn(5), CAUSE);
    var _ = whole.step(new Till.Asked(99), CAUSE);

    assertEquals(
        List.of("Drawer 1", "Shop 1", "Drawer 2", "Shop 2"),
        traced.stream().map(step -> step.machine() + " " + step.seq()).toList());
    assertEquals(new Cause.Local("Shop 2"), traced.get(2).cause());
    assertEquals(Optional.of(Till.No.TOO_MUCH), traced.get(2).refusal());
    assertEquals(List.of(), traced.getFirst().sends(), "its messages are the whole's");
  }
}
