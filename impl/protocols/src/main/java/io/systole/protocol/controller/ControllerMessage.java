package io.systole.protocol.controller;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.Vote;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;

/** What controllers say to each other in the group {@code controller}; all hear all of it. */
public sealed interface ControllerMessage {

  record ElectionSaid(Vote vote) implements ControllerMessage {}

  record JoinSaid(JoinMessage message) implements ControllerMessage {}

  /**
   * The DC orders {@code to} to have its executor do this.
   *
   * @param operation the graph's {@code <rsc_op>}
   */
  record OperationOrdered(Epoch epoch, NodeName to, TransitionKey key, Element operation)
      implements ControllerMessage {}

  /**
   * An order that leaves no entry in the CIB (a cancelled monitor, a notification, a deleted
   * history) has ended on the sender's node.
   *
   * @param rc the exit status; 0 is success
   */
  record OrderEnded(Epoch epoch, TransitionKey key, int rc) implements ControllerMessage {}

  /** The DC tells {@code to} that nothing runs there any more and that it may leave. */
  record ShutdownOrdered(Epoch epoch, NodeName to) implements ControllerMessage {}
}
