package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.election.ElectionPhase;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node leaves in order: it says so by the attribute {@code shutdown}, the scheduler has all
 * stopped that runs there, the DC notes that the node is expected to go, and tells it to.
 */
final class Leaving {

  private static final String ATTRIBUTE = "shutdown";

  private Leaving() {}

  static void requested(Turn turn, long nowSeconds) {
    ElectionPhase phase = turn.state().election().phase();
    if (phase == ElectionPhase.OUTSIDE || phase == ElectionPhase.HOLDING) {
      gone(turn, "there is no cluster yet that could run anything here");
      return;
    }
    if (turn.state().orders().leavingSince().isPresent()) {
      turn.refuse(ControllerRefusal.NOTHING_TO_DO);
      return;
    }
    turn.set(turn.state().with(turn.state().orders().leaving(nowSeconds)));
    turn.start(Timer.Kind.SHUTDOWN_ESCALATION);
    announce(turn);
  }

  /** The attribute manager may have forgotten it. */
  static void announce(Turn turn) {
    OptionalLong since = turn.state().orders().leavingSince();
    if (since.isPresent() && turn.state().daemons().has(Service.ATTRIBUTES)) {
      turn.emit(
          new ControllerEffect.UpdateAttribute(
              turn.self(), ATTRIBUTE, Optional.of(Long.toString(since.getAsLong()))));
    }
  }

  static void escalated(Turn turn) {
    gone(turn, "its resources did not stop in time");
  }

  private static void gone(Turn turn, String reason) {
    turn.set(turn.state().with(turn.state().orders().gone()));
    turn.emit(new ControllerEffect.LeaveCompleted(reason));
  }

  /** The graph lets a node go. It is told once the CIB says that its absence is expected. */
  static void order(Turn turn, NodeName node) {
    Proposing.want(
        turn,
        Purpose.SHUTDOWN,
        node,
        ImmutableList.of(NodeStates.mayGo(NodeIds.of(turn, node), node)));
  }

  static void tell(Turn turn, NodeName node) {
    turn.say(new ControllerMessage.ShutdownOrdered(turn.state().seen(), node));
  }

  /** The DC tells this node to go. */
  static void ordered(Turn turn, NodeName sender, ControllerMessage.ShutdownOrdered order) {
    if (OrderKeeping.mayOrder(turn, sender, order.epoch(), order.to())) {
      gone(turn, "all its resources have stopped");
    }
  }
}
