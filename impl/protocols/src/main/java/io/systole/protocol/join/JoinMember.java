package io.systole.protocol.join;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import java.util.Optional;

/** What a node does in the join sequence as a member; the DC is one, too. */
final class JoinMember {

  private final JoinConstants constants;

  JoinMember(JoinConstants constants) {
    this.constants = constants;
  }

  Step<JoinState, JoinEffect> awaitOffer(JoinState state) {
    return Step.to(state, new JoinEffect.StartTimer(JoinTimer.OFFER));
  }

  /** Spec: Join!OfferOverdue. */
  Step<JoinState, JoinEffect> offerOverdue(JoinState state) {
    if (state.dc().isEmpty() || state.phase() != MemberPhase.IDLE) {
      return Step.refuse(state, JoinRefusal.NOTHING_NEW);
    }
    return Step.to(
        state,
        new JoinEffect.Say(new JoinMessage.JoinAnnounce(state.seen())),
        new JoinEffect.StartTimer(JoinTimer.OFFER));
  }

  /** Spec: Join!ReceiveOffer. */
  Step<JoinState, JoinEffect> offered(
      JoinState state, NodeName sender, JoinMessage.JoinOffer offer) {
    Epoch epoch = offer.epoch();
    if (!isDc(state, sender, epoch)) {
      return Step.refuse(state, JoinRefusal.NOT_FROM_DC);
    }
    if (epoch.compareTo(state.seen()) < 0) {
      // The DC does not know of an epoch that this node has seen, be it that its offer is on the
      // way, be it that the DC lost it in a crash: nobody here would take its orders.
      return Step.to(state, new JoinEffect.Say(new JoinMessage.JoinAnnounce(state.seen())));
    }
    if (!offer.to().contains(constants.self())) {
      return epoch.equals(state.seen())
          ? Step.refuse(state, JoinRefusal.NOT_ADDRESSED)
          : Step.to(state.seeing(epoch));
    }
    if (state.offer().filter(epoch::equals).isPresent()) {
      return Step.refuse(state, JoinRefusal.ALREADY_OFFERED);
    }
    JoinState taken = state.seeing(epoch).offered(epoch);
    ImmutableList.Builder<JoinEffect> effects = ImmutableList.builder();
    effects.add(new JoinEffect.CancelTimer(JoinTimer.OFFER));
    return state.held().isPresent()
        ? request(taken, epoch, state.held().get(), effects)
        : Step.to(taken, effects.build());
  }

  /** Spec: Join!CibTold. */
  Step<JoinState, JoinEffect> cibTold(JoinState state, HeldCib held) {
    JoinState knowing = state.holding(Optional.of(held));
    boolean otherReplicas =
        state.held().filter(old -> !old.replicas().equals(held.replicas())).isPresent();
    return switch (state.phase()) {
      case IDLE, REFUSED -> Step.to(knowing);
      case OFFERED -> request(knowing, state.offer().orElseThrow(), held, ImmutableList.builder());
      case REQUESTED, ACKNOWLEDGED, CONFIRMED ->
          otherReplicas
              ? Step.to(knowing, new JoinEffect.Say(new JoinMessage.JoinAnnounce(state.seen())))
              : Step.to(knowing);
    };
  }

  /**
   * Spec: Join!CibLost. What was last said stays known where a round depends on it: when the CIB
   * manager is back, it is in another view, and that is a reason to leave the round.
   */
  Step<JoinState, JoinEffect> cibLost(JoinState state) {
    return switch (state.phase()) {
      case IDLE, OFFERED, REFUSED -> Step.to(state.holding(Optional.empty()));
      case REQUESTED, ACKNOWLEDGED, CONFIRMED -> Step.refuse(state, JoinRefusal.NOTHING_NEW);
    };
  }

  private Step<JoinState, JoinEffect> request(
      JoinState state, Epoch epoch, HeldCib held, ImmutableList.Builder<JoinEffect> effects) {
    effects.add(new JoinEffect.Say(new JoinMessage.JoinRequest(epoch, held, constants.version())));
    return Step.to(state.at(MemberPhase.REQUESTED), effects.build());
  }

  /** Spec: Join!ReceiveAck. */
  Step<JoinState, JoinEffect> acknowledged(
      JoinState state, NodeName sender, JoinMessage.JoinAck ack) {
    if (!isDc(state, sender, ack.epoch())) {
      return Step.refuse(state, JoinRefusal.NOT_FROM_DC);
    }
    if (!state.offer().equals(Optional.of(ack.epoch()))) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    if (!ack.to().contains(constants.self())) {
      return Step.refuse(state, JoinRefusal.NOT_ADDRESSED);
    }
    if (state.phase() != MemberPhase.REQUESTED) {
      return Step.refuse(state, JoinRefusal.NOT_ASKED);
    }
    return Step.to(state.at(MemberPhase.ACKNOWLEDGED), new JoinEffect.WriteHistory(ack.epoch()));
  }

  /** Spec: Join!ReceiveNack. */
  Step<JoinState, JoinEffect> refused(JoinState state, NodeName sender, JoinMessage.JoinNack nack) {
    if (!isDc(state, sender, nack.epoch())) {
      return Step.refuse(state, JoinRefusal.NOT_FROM_DC);
    }
    if (!nack.to().equals(constants.self())) {
      return Step.refuse(state, JoinRefusal.NOT_ADDRESSED);
    }
    if (!state.offer().equals(Optional.of(nack.epoch()))) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    return Step.to(state.at(MemberPhase.REFUSED));
  }

  /**
   * Spec: Join!RoundRefused. The DC opened the epoch before, lost it in a crash and opened it
   * again. Its round waits for this node, so that an announcement makes all begin anew.
   */
  Step<JoinState, JoinEffect> roundRefused(JoinState state, Epoch epoch) {
    if (!state.offer().equals(Optional.of(epoch))) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    return Step.to(state, new JoinEffect.Say(new JoinMessage.JoinAnnounce(state.seen())));
  }

  /** Spec: Join!SendConfirm. */
  Step<JoinState, JoinEffect> historyWritten(JoinState state, Epoch epoch) {
    if (!state.offer().equals(Optional.of(epoch))) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    if (state.phase() != MemberPhase.ACKNOWLEDGED) {
      return Step.refuse(state, JoinRefusal.NOT_ASKED);
    }
    return Step.to(
        state.at(MemberPhase.CONFIRMED), new JoinEffect.Say(new JoinMessage.JoinConfirm(epoch)));
  }

  private static boolean isDc(JoinState state, NodeName sender, Epoch epoch) {
    return epoch.coordinator().equals(sender) && state.dc().filter(sender::equals).isPresent();
  }
}
