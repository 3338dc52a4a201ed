package io.systole.protocol.election;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;

/** What an election asks of the world. */
public sealed interface ElectionEffect {

  /** Send the vote to all members, this one included. */
  record CastVote(Vote vote) implements ElectionEffect, Sends {}

  /** Give {@link ElectionEvent.DeadtimePassed} after the dead time. */
  record StartDeadtime() implements ElectionEffect {}

  record CancelDeadtime() implements ElectionEffect {}

  /** Give {@link ElectionEvent.VotesOverdue} after a while. */
  record StartVotesTimer() implements ElectionEffect {}

  record CancelVotesTimer() implements ElectionEffect {}

  /**
   * Take {@code dc} for the DC.
   *
   * @param greatest the greatest epoch that any member has seen; the DC's first one is greater
   */
  record DeclareWinner(NodeName dc, Epoch greatest) implements ElectionEffect {}
}
