package io.systole.protocol.controller;

import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.join.JoinEvent;

/** Carries out what the election asks for. */
final class ElectionDuties {

  private ElectionDuties() {}

  static void carryOut(Turn turn, ElectionEffect effect) {
    switch (effect) {
      case ElectionEffect.CastVote cast ->
          turn.say(new ControllerMessage.ElectionSaid(cast.vote()));
      case ElectionEffect.StartDeadtime _ -> turn.start(Timer.Kind.DEADTIME);
      case ElectionEffect.CancelDeadtime _ -> turn.cancel(Timer.Kind.DEADTIME);
      case ElectionEffect.StartVotesTimer _ -> turn.start(Timer.Kind.VOTES);
      case ElectionEffect.CancelVotesTimer _ -> turn.cancel(Timer.Kind.VOTES);
      case ElectionEffect.DeclareWinner winner -> {
        Coordinating.stop(turn);
        turn.join(new JoinEvent.DcElected(winner.dc(), winner.greatest()));
      }
    }
  }
}
