package io.systole.protocol.join;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import java.util.Optional;

/**
 * Where a node is in the join sequence.
 *
 * @param seen the greatest epoch that this node knows of; lesser ones are refused
 * @param view of the controllers, once there is one
 * @param dc who was elected in this view
 * @param phase this node's own, as a member
 * @param offer the latest offer that this node took, in this view
 * @param held what this node's CIB is like, while its CIB manager can be asked
 * @param round the round that this node leads, if it is the DC
 */
public record JoinState(
    Epoch seen,
    Optional<View> view,
    Optional<NodeName> dc,
    MemberPhase phase,
    Optional<Epoch> offer,
    Optional<HeldCib> held,
    Optional<JoinRound> round) {

  /** A node that has just started. */
  public static JoinState initial(NodeName self) {
    return new JoinState(
        new Epoch(0, self),
        Optional.empty(),
        Optional.empty(),
        MemberPhase.IDLE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The round, if it is complete, so that this node may decide for the cluster. */
  public Optional<JoinRound> completed() {
    return round.filter(r -> r.stage() == JoinStage.COMPLETE);
  }

  JoinState inView(View newView) {
    return new JoinState(
        seen,
        Optional.of(newView),
        Optional.empty(),
        MemberPhase.IDLE,
        Optional.empty(),
        held,
        Optional.empty());
  }

  JoinState under(NodeName newDc) {
    return new JoinState(
        seen, view, Optional.of(newDc), MemberPhase.IDLE, Optional.empty(), held, Optional.empty());
  }

  JoinState seeing(Epoch epoch) {
    Epoch greatest = epoch.compareTo(seen) > 0 ? epoch : seen;
    return new JoinState(greatest, view, dc, phase, offer, held, round);
  }

  JoinState at(MemberPhase newPhase) {
    return new JoinState(seen, view, dc, newPhase, offer, held, round);
  }

  JoinState offered(Epoch epoch) {
    return new JoinState(seen, view, dc, MemberPhase.OFFERED, Optional.of(epoch), held, round);
  }

  JoinState holding(Optional<HeldCib> newHeld) {
    return new JoinState(seen, view, dc, phase, offer, newHeld, round);
  }

  JoinState leading(JoinRound newRound) {
    return new JoinState(seen, view, dc, phase, offer, held, Optional.of(newRound));
  }

  JoinState notLeading() {
    return new JoinState(seen, view, dc, phase, offer, held, Optional.empty());
  }
}
