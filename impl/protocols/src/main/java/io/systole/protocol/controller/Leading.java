package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.join.MemberPhase;
import java.util.Optional;

/**
 * Whether this DC's rounds may begin a term of the CIB, so that changes of the configuration are
 * acknowledged.
 *
 * <p>A majority of the cluster's nodes may: any two have a node in common, which has what was
 * acknowledged. Of two nodes one may, too, but only when it stands in for the majority: it has had
 * the other fenced, and it had been in step with it before. The engine alone calls either half of
 * two nodes quorate; were that enough, both halves of a partition would begin terms, and the term
 * of the one that is about to be fenced may be the greater one. That a node was in step means that
 * it is not the loser of the time before, which came back, met the winner, and lost it again before
 * it heard what the winner had done.
 *
 * <p>Being quorate is enough for all else, above all for fencing, which is what decides.
 *
 * <p>Spec: {@code LeadershipNode!MayLead}.
 */
public final class Leading {

  private Leading() {}

  /** Whether a round of this DC, as things stand, is for the whole cluster. */
  static boolean mayLead(Turn turn) {
    ControllerState state = turn.state();
    return state
        .join()
        .view()
        .filter(view -> mayLead(turn.constants().nodes().keySet(), view, state))
        .isPresent();
  }

  private static boolean mayLead(
      ImmutableSortedSet<NodeName> all, View view, ControllerState state) {
    if (!view.quorate() || isMajority(all, view)) {
      return view.quorate();
    }
    Optional<ViewId> replicas = state.join().held().map(HeldCib::replicas);
    return all.size() == 2
        && mayLeadAlone(
            state.standing(),
            Sets.difference(all, view.nodes()).stream().allMatch(state.presence()::isFenced),
            replicas);
  }

  /**
   * Whether one node of two may begin a term.
   *
   * @param fenced whether the other was fenced since it was last a member
   * @param replicas the present view of the replicas
   */
  public static boolean mayLeadAlone(Standing standing, boolean fenced, Optional<ViewId> replicas) {
    boolean ledHere = replicas.isPresent() && standing.ledIn().equals(replicas);
    return (standing.inStep() && fenced) || ledHere;
  }

  private static boolean isMajority(ImmutableSortedSet<NodeName> all, View view) {
    return 2 * Sets.intersection(all, view.nodes()).size() > all.size();
  }

  /** All that the acknowledgement names have the CIB of this round. */
  static void acknowledged(Turn turn, JoinMessage.JoinAck ack) {
    JoinState join = turn.state().join();
    boolean taken =
        join.phase() == MemberPhase.ACKNOWLEDGED
            && join.offer().equals(Optional.of(ack.epoch()))
            && join.view().filter(View::quorate).isPresent();
    if (taken) {
      boolean all = ack.to().containsAll(turn.constants().nodes().keySet());
      turn.set(turn.state().with(turn.state().standing().acknowledged(all)));
    }
  }

  /**
   * This node's CIB manager told how it is. It takes changes of the configuration if its CIB's term
   * is the round that it was last synchronised in, which is the greatest epoch that it has seen.
   */
  static void told(Turn turn, ControllerEvent.CibStateChanged told) {
    if (told.synchronised() && told.held().summary().term().equals(told.seen())) {
      turn.set(turn.state().with(turn.state().standing().leadingIn(told.held().replicas())));
    }
  }

  /**
   * Begins a round for the whole cluster if the last was for a part of it, and that has changed.
   */
  static void beginAnew(Turn turn) {
    Optional<Epoch> round =
        turn.state()
            .coordination()
            .map(Coordination::epoch)
            .filter(epoch -> turn.state().standing().forPart().equals(Optional.of(epoch)));
    if (round.isPresent() && mayLead(turn)) {
      turn.join(new JoinEvent.RoundWanted(round.get()));
    }
  }
}
