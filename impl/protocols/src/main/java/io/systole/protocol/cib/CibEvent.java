package io.systole.protocol.cib;

import io.systole.cib.CibChange;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;

/** What happens to a replica. */
public sealed interface CibEvent {

  /** The engine tells who is there. Whatever was under way has ended. */
  record ViewChanged(View view) implements CibEvent {}

  /** The engine is gone. */
  record Disconnected() implements CibEvent {}

  /** A message arrived in agreed order. */
  record Delivered(NodeName sender, CibMessage message) implements CibEvent {}

  /**
   * The controller, whose node is the coordinator, wants all replicas to have one CIB.
   *
   * @param source whose CIB is taken if none is better
   * @param replicas the view for which the source was chosen; in another one the order is refused
   * @param quorate whether the coordinator acts for the whole cluster; else the term stays
   */
  record SynchroniseOrdered(Epoch epoch, NodeName source, ViewId replicas, boolean quorate)
      implements CibEvent {}

  /**
   * A client of this node wants a change.
   *
   * @param request names it in the answer; never used twice in the life of a process
   */
  record ChangeProposed(long request, CibChange change) implements CibEvent {}

  /** What {@link CibEffect.Store} asked for is on stable storage. */
  record Stored(StoredCib stored) implements CibEvent {}

  /** What {@link CibEffect.Store} asked for is not on stable storage; the old is still there. */
  record StoringFailed(String reason) implements CibEvent {}

  /** The time that {@link CibEffect.RetryStoring} asked for is over. */
  record StoringRetried() implements CibEvent {}
}
