package io.systole.protocol.controller;

import io.systole.kernel.Epoch;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinTimer;

/** Carries out what the join sequence asks for. */
final class JoinDuties {

  private JoinDuties() {}

  static void carryOut(Turn turn, JoinEffect effect) {
    switch (effect) {
      case JoinEffect.Say say -> turn.say(new ControllerMessage.JoinSaid(say.message()));
      case JoinEffect.OpenEpoch open -> openEpoch(turn, open.epoch());
      case JoinEffect.Synchronise synchronise -> synchronise(turn, synchronise);
      case JoinEffect.WriteHistory write -> OrderKeeping.askHistory(turn, write.epoch());
      case JoinEffect.CompleteJoin complete -> Coordinating.begin(turn, complete);
      case JoinEffect.CallElection _ -> {
        Coordinating.stop(turn);
        turn.elect(new ElectionEvent.ElectionCalled());
      }
      case JoinEffect.StartTimer start -> turn.start(kind(start.timer()));
      case JoinEffect.CancelTimer cancel -> turn.cancel(kind(cancel.timer()));
    }
  }

  private static void openEpoch(Turn turn, Epoch epoch) {
    Coordinating.stop(turn);
    turn.emit(new ControllerEffect.AnnounceEpoch(epoch));
  }

  private static void synchronise(Turn turn, JoinEffect.Synchronise wanted) {
    if (!turn.state().daemons().has(Service.CIB)) {
      turn.join(new JoinEvent.SynchroniseFailed(wanted.epoch()));
      return;
    }
    boolean forAll = Leading.mayLead(turn);
    turn.set(turn.state().with(turn.state().standing().ordered(wanted.epoch(), forAll)));
    turn.emit(
        new ControllerEffect.SynchroniseCib(
            wanted.epoch(), wanted.source(), wanted.replicas(), forAll));
  }

  private static Timer.Kind kind(JoinTimer timer) {
    return switch (timer) {
      case OFFER -> Timer.Kind.OFFER;
      case INTEGRATION -> Timer.Kind.INTEGRATION;
      case FINALIZATION -> Timer.Kind.FINALIZATION;
      case RETRY -> Timer.Kind.JOIN_RETRY;
    };
  }
}
