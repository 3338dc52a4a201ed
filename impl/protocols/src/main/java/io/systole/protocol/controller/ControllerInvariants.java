package io.systole.protocol.controller;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.ElectionInvariants;
import io.systole.protocol.join.JoinInvariants;
import io.systole.protocol.join.JoinRound;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.transition.TransitionInvariants;
import java.util.function.Predicate;

/** What is true of every state of a controller. */
public final class ControllerInvariants {

  private ControllerInvariants() {}

  /** The conditions on states of the node {@code self}, with those of the machines within. */
  public static Invariants<ControllerState> of(NodeName self) {
    Invariants<JoinState> join = JoinInvariants.of(self);
    return Invariants.of(
        invariant("Election", s -> ElectionInvariants.ALL.broken(s.election()).isEmpty()),
        invariant("Join", s -> join.broken(s.join()).isEmpty()),
        invariant("Transition", s -> TransitionInvariants.ALL.broken(s.transition()).isEmpty()),
        invariant("OneEpoch", s -> s.election().seen().equals(s.join().seen())),
        invariant("CoordinatesItsCompleteRound", ofDc((s, dc) -> coordinatesRound(s, dc))),
        invariant(
            "OnlyCoordinatorRuns",
            s -> s.transition().run().isEmpty() || s.coordination().isPresent()),
        invariant(
            "RunningMeansTransition",
            ofDc((s, dc) ->
                (dc.stage() == Coordination.Stage.RUNNING) == s.transition().run().isPresent())),
        invariant(
            "FencingIsOfTransition",
            ofDc((s, dc) -> dc.fencing().isEmpty() || dc.stage() == Coordination.Stage.RUNNING)),
        invariant(
            "OrdersAreForThisNode",
            s -> s.orders().outstanding().values().stream().allMatch(o -> o.to().equals(self))));
  }

  private interface OfDc {
    boolean holds(ControllerState state, Coordination dc);
  }

  private static Predicate<ControllerState> ofDc(OfDc condition) {
    return state -> state.coordination().stream().allMatch(dc -> condition.holds(state, dc));
  }

  private static boolean coordinatesRound(ControllerState state, Coordination dc) {
    return state.join().completed().map(JoinRound::epoch).filter(dc.epoch()::equals).isPresent();
  }
}
