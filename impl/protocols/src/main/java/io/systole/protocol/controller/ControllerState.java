package io.systole.protocol.controller;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.transition.TransitionState;
import java.util.Optional;

/**
 * All that a node's controller knows.
 *
 * @param daemons of this node
 * @param orders that this node was given
 * @param proposals that are on their way into the CIB
 * @param presence of the other nodes, as remembered
 * @param standing of this node among the others, as remembered
 * @param coordination if this node is the DC of a complete round
 */
public record ControllerState(
    ElectionState election,
    JoinState join,
    TransitionState transition,
    Daemons daemons,
    Orders orders,
    Proposals proposals,
    Presence presence,
    Standing standing,
    Optional<Coordination> coordination) {

  /** A controller that has just started. */
  public static ControllerState initial(NodeName self) {
    return new ControllerState(
        ElectionState.initial(self),
        JoinState.initial(self),
        TransitionState.INITIAL,
        Daemons.NONE,
        Orders.NONE,
        Proposals.NONE,
        Presence.NONE,
        Standing.NONE,
        Optional.empty());
  }

  /** The greatest epoch that this controller knows of. */
  public Epoch seen() {
    return join.seen();
  }

  ControllerState with(ElectionState next) {
    return new ControllerState(
        next, join, transition, daemons, orders, proposals, presence, standing, coordination);
  }

  ControllerState with(JoinState next) {
    return new ControllerState(
        election, next, transition, daemons, orders, proposals, presence, standing, coordination);
  }

  ControllerState with(TransitionState next) {
    return new ControllerState(
        election, join, next, daemons, orders, proposals, presence, standing, coordination);
  }

  ControllerState with(Daemons next) {
    return new ControllerState(
        election, join, transition, next, orders, proposals, presence, standing, coordination);
  }

  ControllerState with(Orders next) {
    return new ControllerState(
        election, join, transition, daemons, next, proposals, presence, standing, coordination);
  }

  ControllerState with(Proposals next) {
    return new ControllerState(
        election, join, transition, daemons, orders, next, presence, standing, coordination);
  }

  ControllerState with(Presence next) {
    return new ControllerState(
        election, join, transition, daemons, orders, proposals, next, standing, coordination);
  }

  ControllerState with(Standing next) {
    return new ControllerState(
        election, join, transition, daemons, orders, proposals, presence, next, coordination);
  }

  ControllerState with(Coordination next) {
    return with(Optional.of(next));
  }

  ControllerState with(Optional<Coordination> next) {
    return new ControllerState(
        election, join, transition, daemons, orders, proposals, presence, standing, next);
  }
}
