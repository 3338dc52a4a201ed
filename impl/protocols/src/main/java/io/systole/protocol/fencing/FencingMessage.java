package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import java.util.Optional;

/** What fencers say to each other in the group {@code fencing}; all hear all of it. */
public sealed interface FencingMessage {

  /**
   * Who can do this? Also: this operation is pending.
   *
   * @param operation a pending record, made by the sender
   * @param expected who is to reply
   * @param epoch the coordinator's, if it is a coordinator that asks
   */
  record Query(
      FencingRecord operation, ImmutableSortedSet<NodeName> expected, Optional<Epoch> epoch)
      implements FencingMessage {

    public Query {
      if (!operation.isPending()) {
        throw new IllegalArgumentException("a query is about a pending operation");
      }
    }
  }

  /** The devices with which the sender can do it; maybe none. */
  record QueryReply(OperationId operation, ImmutableList<Offer> offers) implements FencingMessage {}

  /**
   * The order to use a device.
   *
   * @param aim what the device is told to do, which for a reboot may be off or on
   */
  record Execute(CallId call, NodeName executor, String device, Aim aim, Optional<Epoch> epoch)
      implements FencingMessage {}

  /**
   * What came of an order.
   *
   * @param covered other pending operations of the round's aim of which the executor knew when its
   *     agent ended; an agent's success came after their requests, too
   */
  record Executed(
      CallId call, AgentOutcome outcome, String reason, ImmutableSortedSet<OperationId> covered)
      implements FencingMessage {}

  /**
   * An operation has ended, by its originator's decision.
   *
   * @param covered other operations that the same success serves
   */
  record Result(FencingRecord record, ImmutableSortedSet<OperationId> covered)
      implements FencingMessage {

    public Result {
      if (!record.isDecided()) {
        throw new IllegalArgumentException("a result is the originator's decision");
      }
    }
  }

  /**
   * What the sender knows, said at the beginning of each view.
   *
   * @param incarnation of the sender: its operations of any other one are lost
   * @param epoch the greatest that the sender has seen, for those who have just started
   */
  record History(long incarnation, Optional<Epoch> epoch, ImmutableList<FencingRecord> records)
      implements FencingMessage {}
}
