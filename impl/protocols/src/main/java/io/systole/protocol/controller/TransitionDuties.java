package io.systole.protocol.controller;

import io.systole.kernel.NodeName;
import io.systole.protocol.transition.ActionKind;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionKey;
import java.util.Optional;

/** Carries out what a transition asks for. */
final class TransitionDuties {

  private TransitionDuties() {}

  static void carryOut(Turn turn, TransitionEffect effect) {
    switch (effect) {
      case TransitionEffect.PerformAction perform ->
          perform(turn, perform.transition(), perform.action());
      case TransitionEffect.StartActionTimer start ->
          turn.emit(
              new ControllerEffect.StartTimer(
                  timer(start.transition(), start.action()), start.after()));
      case TransitionEffect.CancelActionTimer cancel ->
          turn.emit(new ControllerEffect.CancelTimer(timer(cancel.transition(), cancel.action())));
      case TransitionEffect.EndTransition end -> Scheduling.ended(turn, end);
    }
  }

  private static Timer timer(long transition, int action) {
    return new Timer(Timer.Kind.ACTION, transition + ":" + action);
  }

  private static void perform(Turn turn, long transition, GraphAction action) {
    if (action.kind() == ActionKind.PSEUDO) {
      return;
    }
    Optional<NodeName> performer = action.performer();
    if (performer.isEmpty()) {
      fail(turn, transition, action);
      return;
    }
    if (action.kind() == ActionKind.RESOURCE) {
      order(turn, transition, action, performer.get());
      return;
    }
    // The cluster's own actions are about the node, whoever could reach it.
    NodeName node = action.node().orElse(performer.get());
    switch (action.operation()) {
      case "stonith" -> FencingDuties.fence(turn, action, node);
      case "do_shutdown" -> Leaving.order(turn, node);
      case "clear_failcount" -> FailureCounting.clear(turn, action, node);
      case "lrm_delete" -> {
        HistoryEdits.forget(turn, action, node);
        turn.run(new TransitionEvent.ActionEnded(transition, action.id(), true));
      }
      default -> fail(turn, transition, action);
    }
  }

  private static void order(Turn turn, long transition, GraphAction action, NodeName node) {
    Optional<Coordination> coordination = turn.state().coordination();
    if (coordination.isEmpty() || !coordination.get().members().contains(node)) {
      fail(turn, transition, action);
      return;
    }
    TransitionKey key =
        new TransitionKey(action.id(), transition, action.targetRc(), turn.constants().uuid());
    turn.say(
        new ControllerMessage.OperationOrdered(
            coordination.get().epoch(),
            node,
            key,
            action.element().with("transition-key", key.toString())));
  }

  /** What nobody can do has failed; the scheduler is asked anew. */
  private static void fail(Turn turn, long transition, GraphAction action) {
    turn.run(new TransitionEvent.ActionEnded(transition, action.id(), false));
  }
}
