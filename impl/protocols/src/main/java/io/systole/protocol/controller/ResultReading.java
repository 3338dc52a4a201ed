package io.systole.protocol.controller;

import io.systole.cib.Cib;
import io.systole.kernel.NodeName;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionKey;
import io.systole.protocol.transition.TransitionState;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a DC learns from a new CIB: which of its orders have ended, and what happened that it did
 * not order.
 */
final class ResultReading {

  private ResultReading() {}

  static void cibChanged(Turn turn, Cib before, Cib after) {
    boolean settled =
        turn.state()
            .coordination()
            .filter(dc -> dc.stage() != Coordination.Stage.SETTLING)
            .isPresent();
    if (!settled) {
      // Until then nothing is under way, and the scheduler will be asked anyway.
      return;
    }
    CibDifference difference = CibDifference.between(before, after);
    TreeSet<String> runs = new TreeSet<>();
    for (SeenResult result : difference.results()) {
      // A failure leaves two entries: what was last done, and that it failed.
      if (runs.add(result.run())) {
        seen(turn, result);
      }
    }
    if (difference.configuration()) {
      Scheduling.want(turn, "the configuration was changed");
    }
    for (NodeName node : difference.attributes()) {
      if (!isFenced(turn, node)) {
        Scheduling.want(turn, "the attributes of " + node + " were changed");
      }
    }
    for (NodeName node : difference.forgotten()) {
      if (!isFenced(turn, node)) {
        Scheduling.want(turn, "history of " + node + " was removed");
      }
    }
  }

  private static boolean isFenced(Turn turn, NodeName node) {
    return turn.state().coordination().filter(dc -> dc.fenced().contains(node)).isPresent();
  }

  private static void seen(Turn turn, SeenResult result) {
    if (result.isPending()) {
      return;
    }
    boolean expected = result.isAsExpected();
    if (!expected) {
      FailureCounting.count(turn, result);
    }
    Optional<TransitionKey> own = result.key().filter(key -> isAwaited(turn, key));
    if (own.isPresent()) {
      turn.run(
          new TransitionEvent.ActionEnded(own.get().transition(), own.get().action(), expected));
    } else {
      Scheduling.want(
          turn, "a result of " + result.resource() + " on " + result.node() + " was not awaited");
    }
  }

  /** Whether the running transition waits for this. */
  static boolean isAwaited(Turn turn, TransitionKey key) {
    TransitionState transition = turn.state().transition();
    return key.uuid().equals(turn.constants().uuid())
        && key.transition() == transition.number()
        && transition.run().filter(run -> run.isStarted(key.action())).isPresent();
  }

  /** An order without entries in the CIB has ended. */
  static void orderEnded(Turn turn, ControllerMessage.OrderEnded ended) {
    if (!isAwaited(turn, ended.key())) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    boolean expected = ended.rc() == ended.key().targetRc();
    turn.run(
        new TransitionEvent.ActionEnded(ended.key().transition(), ended.key().action(), expected));
  }
}
