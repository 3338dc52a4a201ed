package io.systole.protocol.election;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;

/** What happens in an election. */
public sealed interface ElectionEvent {

  /** The engine gave a view of the controllers. */
  record ViewChanged(View view) implements ElectionEvent {}

  /** A vote arrived in agreed order, maybe one's own. */
  record VoteDelivered(NodeName sender, Vote vote) implements ElectionEvent {}

  /** An epoch became known in some other way. */
  record EpochSeen(Epoch epoch) implements ElectionEvent {}

  /** Nodes that are still missing have had time enough to start. */
  record DeadtimePassed() implements ElectionEvent {}

  /** Votes have been missing for long. */
  record VotesOverdue() implements ElectionEvent {}

  /** This node has a reason to elect again in the same view: the DC has been superseded. */
  record ElectionCalled() implements ElectionEvent {}
}
