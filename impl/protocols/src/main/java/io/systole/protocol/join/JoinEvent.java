package io.systole.protocol.join;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;

/** What happens in the join sequence. */
public sealed interface JoinEvent {

  /** The engine gave a view of the controllers: whoever joined has to join again. */
  record ViewChanged(View view) implements JoinEvent {}

  /**
   * The members of the view have elected {@code dc}.
   *
   * @param greatest the greatest epoch that any of them has seen
   */
  record DcElected(NodeName dc, Epoch greatest) implements JoinEvent {}

  /** An epoch became known in some other way than by an offer. */
  record EpochSeen(Epoch epoch) implements JoinEvent {}

  /** This node's CIB manager said what its CIB is like. */
  record CibTold(HeldCib held) implements JoinEvent {}

  /** This node's CIB manager can't be asked. */
  record CibLost() implements JoinEvent {}

  /** A message arrived in agreed order, maybe one's own. */
  record MessageDelivered(NodeName sender, JoinMessage message) implements JoinEvent {}

  /** All replicas have the CIB that was chosen in the round {@code epoch}. */
  record Synchronised(Epoch epoch) implements JoinEvent {}

  record SynchroniseFailed(Epoch epoch) implements JoinEvent {}

  /** This node's replica does not take part in the round {@code epoch}. */
  record RoundRefused(Epoch epoch) implements JoinEvent {}

  /** This node's history is in the CIB. */
  record HistoryWritten(Epoch epoch) implements JoinEvent {}

  record TimerFired(JoinTimer timer) implements JoinEvent {}

  /**
   * This DC's round {@code epoch}, which is complete, was for a part of the cluster only, and this
   * node has come to act for the whole of it since: a round has to be held anew.
   */
  record RoundWanted(Epoch epoch) implements JoinEvent {}
}
