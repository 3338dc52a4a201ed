package io.systole.protocol.join;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;
import io.systole.kernel.ViewId;

/** What the join sequence asks of the world. */
public sealed interface JoinEffect {

  /** Send to all controllers, this one included. */
  record Say(JoinMessage message) implements JoinEffect, Sends {}

  /** Make a new epoch known to all who take orders. */
  record OpenEpoch(Epoch epoch) implements JoinEffect, Sends {}

  /**
   * Make {@code source}'s CIB everybody's; it ends as {@link JoinEvent.Synchronised} or {@link
   * JoinEvent.SynchroniseFailed}.
   *
   * @param replicas the view of the replicas in which the choice was made
   */
  record Synchronise(Epoch epoch, NodeName source, ViewId replicas) implements JoinEffect {}

  /** Put this node's history into the CIB; it ends as {@link JoinEvent.HistoryWritten}. */
  record WriteHistory(Epoch epoch) implements JoinEffect {}

  /** The round is complete: this node, the DC, may decide for {@code confirmed}. */
  record CompleteJoin(Epoch epoch, ImmutableSortedSet<NodeName> confirmed) implements JoinEffect {}

  /** A greater epoch than that of this DC exists: elect again. */
  record CallElection() implements JoinEffect {}

  record StartTimer(JoinTimer timer) implements JoinEffect {}

  record CancelTimer(JoinTimer timer) implements JoinEffect {}
}
