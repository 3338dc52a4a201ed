package io.systole.protocol.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Step;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionTest {

  /** Stops web on n2, by way of n3, and starts it on n1. */
  static final String MOVE =
      """
      <transition_graph cluster-delay="60s" fencing-timeout="70s" batch-limit="0"
          failed-stop-offset="INFINITY" failed-start-offset="1" transition_id="1">
        <synapse id="0">
          <action_set>
            <rsc_op id="3" operation="start" operation_key="web_start_0" on_node="n1">
              <primitive id="web" class="ocf" provider="systole" type="Dummy"/>
              <attributes CRM_meta_timeout="20000"/>
            </rsc_op>
          </action_set>
          <inputs>
            <trigger><pseudo_event id="2" operation="stopped" operation_key="web_stopped"/></trigger>
          </inputs>
        </synapse>
        <synapse id="1">
          <action_set><pseudo_event id="2" operation="stopped" operation_key="web_stopped"/></action_set>
          <inputs>
            <trigger><rsc_op id="1" operation="stop" operation_key="web_stop_0" on_node="n2"/></trigger>
          </inputs>
        </synapse>
        <synapse id="2" priority="1000000">
          <action_set>
            <rsc_op id="1" operation="stop" operation_key="web_stop_0" on_node="n2" router_node="n3">
              <primitive id="web" class="ocf" provider="systole" type="Dummy"/>
              <attributes CRM_meta_timeout="10000" CRM_meta_op_target_rc="7"/>
            </rsc_op>
          </action_set>
          <inputs/>
        </synapse>
      </transition_graph>
      """;

  private final Transition machine = new Transition();
  private TransitionState state = TransitionState.INITIAL;

  private Step<TransitionState, TransitionEffect> take(TransitionEvent event) {
    Step<TransitionState, TransitionEffect> step = machine.step(state, event);
    state = step.state();
    assertEquals(ImmutableList.of(), TransitionInvariants.ALL.broken(state));
    return step;
  }

  private ImmutableList<Integer> start(TransitionGraph graph) {
    return performed(take(new TransitionEvent.TransitionStarted(graph)));
  }

  private Step<TransitionState, TransitionEffect> end(int action, boolean succeeded) {
    return take(new TransitionEvent.ActionEnded(state.number(), action, succeeded));
  }

  private static ImmutableList<Integer> performed(Step<TransitionState, TransitionEffect> step) {
    return step.effects().stream()
        .filter(TransitionEffect.PerformAction.class::isInstance)
        .map(effect -> ((TransitionEffect.PerformAction) effect).action().id())
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<TransitionOutcome> outcome(Step<TransitionState, TransitionEffect> step) {
    return step.effects().stream()
        .filter(TransitionEffect.EndTransition.class::isInstance)
        .map(effect -> ((TransitionEffect.EndTransition) effect).outcome())
        .findFirst();
  }

  private static TransitionGraph read(String xml) throws XmlException, GraphException {
    return GraphReader.read(Xml.parse(xml));
  }

  /** A graph of actions without order, all on n1. */
  private static TransitionGraph loose(int count, String attributes, String operation)
      throws XmlException, GraphException {
    StringBuilder xml = new StringBuilder("<transition_graph " + attributes + ">");
    for (int i = 1; i <= count; i++) {
      xml.append("<synapse id='%d' priority='%d'><action_set>".formatted(i, i))
          .append("<rsc_op id='%d' operation='%s' on_node='n1'/>".formatted(i, operation))
          .append("</action_set><inputs/></synapse>");
    }
    return read(xml.append("</transition_graph>").toString());
  }

  @Test
  void whatWaitsForAPointInTheOrderBeginsWithIt() throws Exception {
    assertEquals(ImmutableList.of(1), start(read(MOVE)));
    assertEquals(ImmutableList.of(2, 3), performed(end(1, true)));
    assertEquals(Optional.of(TransitionOutcome.COMPLETE), outcome(end(3, true)));
    assertEquals(Optional.empty(), state.run());
  }

  @Test
  void anActionGetsItsOwnTimeAndThatOfTheWay() throws Exception {
    Step<TransitionState, TransitionEffect> step =
        take(new TransitionEvent.TransitionStarted(read(MOVE)));
    assertTrue(
        step.effects()
            .contains(new TransitionEffect.StartActionTimer(1, 1, Duration.ofSeconds(70))));
  }

  @Test
  void afterAFailureNothingBeginsAndWhatRunsIsAwaited() throws Exception {
    assertEquals(ImmutableList.of(2, 1), start(loose(2, "", "start")));
    Step<TransitionState, TransitionEffect> step = end(1, false);
    assertEquals(Optional.empty(), outcome(step));
    assertEquals(Optional.of(TransitionOutcome.FAILED), outcome(end(2, true)));
  }

  @Test
  void afterAnAbortNothingBegins() throws Exception {
    start(read(MOVE));
    assertEquals(Optional.empty(), outcome(take(new TransitionEvent.TransitionAborted("new CIB"))));
    Step<TransitionState, TransitionEffect> step = end(1, true);
    assertEquals(ImmutableList.of(), performed(step));
    assertEquals(Optional.of(TransitionOutcome.ABORTED), outcome(step));
  }

  @Test
  void anActionThatIsOverdueHasFailedAndItsResultComesTooLate() throws Exception {
    start(loose(2, "", "start"));
    take(new TransitionEvent.ActionOverdue(1, 1));
    assertEquals(Optional.of(TransitionRefusal.NOT_STARTED), end(1, true).refusal());
    assertEquals(Optional.of(TransitionOutcome.FAILED), outcome(end(2, true)));
  }

  @Test
  void theBatchLimitHoldsAndPriorityDecides() throws Exception {
    assertEquals(ImmutableList.of(4, 3), start(loose(4, "batch-limit='2'", "start")));
    assertEquals(ImmutableList.of(2), performed(end(4, true)));
    assertEquals(ImmutableList.of(1), performed(end(2, true)));
  }

  @Test
  void theMigrationLimitHoldsForANode() throws Exception {
    assertEquals(ImmutableList.of(3), start(loose(3, "migration-limit='1'", "migrate_to")));
    assertEquals(ImmutableList.of(2), performed(end(3, true)));
  }

  @Test
  void withAMigrationLimitOfNoneOnlyMigrationsAreHeldBack() throws Exception {
    assertEquals(
        Optional.of(TransitionOutcome.STUCK),
        outcome(
            take(
                new TransitionEvent.TransitionStarted(
                    loose(1, "migration-limit='0'", "migrate_to")))));
    assertEquals(ImmutableList.of(1), start(loose(1, "migration-limit='0'", "start")));
  }

  @Test
  void aGraphThatWaitsForItselfIsStuck() throws Exception {
    TransitionGraph graph =
        read(
            "<transition_graph><synapse id='0'><action_set><pseudo_event id='1'/></action_set>"
                + "<inputs><trigger><pseudo_event id='1'/></trigger></inputs></synapse>"
                + "</transition_graph>");
    assertEquals(
        Optional.of(TransitionOutcome.STUCK),
        outcome(take(new TransitionEvent.TransitionStarted(graph))));
  }

  @Test
  void aDroppedTransitionIsForgottenAtOnce() throws Exception {
    start(loose(2, "", "start"));
    assertEquals(
        ImmutableList.of(
            new TransitionEffect.CancelActionTimer(1, 1),
            new TransitionEffect.CancelActionTimer(1, 2)),
        take(new TransitionEvent.TransitionDropped()).effects());
    assertEquals(Optional.of(TransitionRefusal.NOT_RUNNING), end(1, true).refusal());
  }

  @Test
  void whatIsNotAllowedIsRefusedWithItsReason() throws Exception {
    start(loose(1, "", "start"));
    assertEquals(
        Optional.of(TransitionRefusal.ALREADY_RUNNING),
        take(new TransitionEvent.TransitionStarted(loose(1, "", "stop"))).refusal());
    assertEquals(
        Optional.of(TransitionRefusal.OTHER_TRANSITION),
        take(new TransitionEvent.ActionEnded(7, 1, true)).refusal());
    take(new TransitionEvent.TransitionAborted("a"));
    assertEquals(
        Optional.of(TransitionRefusal.ALREADY_ENDING),
        take(new TransitionEvent.TransitionAborted("b")).refusal());
  }

  @Test
  void aStateInWhichAnActionIsAheadOfItsInputsIsBroken() throws Exception {
    TransitionRun early =
        TransitionRun.of(read(MOVE)).with(ImmutableSortedMap.of(3, ActionStatus.STARTED));
    TransitionRun inOrder =
        TransitionRun.of(read(MOVE))
            .with(
                ImmutableSortedMap.of(
                    1, ActionStatus.CONFIRMED, 2, ActionStatus.CONFIRMED, 3, ActionStatus.STARTED));
    assertEquals(ImmutableList.of("BegunAfterInputs"), broken(early));
    assertEquals(ImmutableList.of(), broken(inOrder));
  }

  private static ImmutableList<String> broken(TransitionRun run) {
    return TransitionInvariants.ALL.broken(TransitionState.INITIAL.running(run));
  }
}
