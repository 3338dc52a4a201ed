package io.systole.protocol.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.cib.BestCib;
import io.systole.protocol.cib.CibSummary;
import java.util.Comparator;
import java.util.Optional;

/** What the DC does in the join sequence. */
final class JoinCoordinator {

  private final JoinConstants constants;

  JoinCoordinator(JoinConstants constants) {
    this.constants = constants;
  }

  /** Whether this node was elected. */
  boolean leads(JoinState state) {
    return state.dc().filter(constants.self()::equals).isPresent() && state.view().isPresent();
  }

  /** Spec: Join!OfferAll. A new round, with an epoch greater than any that is known here. */
  Step<JoinState, JoinEffect> open(JoinState state) {
    View view = state.view().orElseThrow();
    Epoch epoch = new Epoch(state.seen().number() + 1, constants.self());
    ImmutableSortedSet<NodeName> members = view.members();
    return Step.to(
        state.seeing(epoch).leading(JoinRound.open(epoch, members)),
        new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
        new JoinEffect.CancelTimer(JoinTimer.RETRY),
        new JoinEffect.OpenEpoch(epoch),
        new JoinEffect.Say(new JoinMessage.JoinOffer(epoch, members)),
        new JoinEffect.StartTimer(JoinTimer.INTEGRATION));
  }

  /** Spec: Join!Superseded. */
  Step<JoinState, JoinEffect> superseded(JoinState state) {
    return Step.to(
        state.notLeading(),
        new JoinEffect.CancelTimer(JoinTimer.INTEGRATION),
        new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
        new JoinEffect.CancelTimer(JoinTimer.RETRY),
        new JoinEffect.CallElection());
  }

  /** Spec: Join!ReceiveAnnounce. */
  Step<JoinState, JoinEffect> announced(
      JoinState state, NodeName sender, JoinMessage.JoinAnnounce announce) {
    if (state.round().isEmpty()) {
      return Step.refuse(state, JoinRefusal.NOT_DC);
    }
    JoinRound round = state.round().get();
    if (!round.phases().containsKey(sender)) {
      return Step.refuse(state, JoinRefusal.NOT_WELCOMED);
    }
    boolean known = announce.seen().compareTo(state.seen()) <= 0;
    if (known && round.phase(sender) == JoinPhase.WELCOMED) {
      return Step.to(
          state,
          new JoinEffect.Say(
              new JoinMessage.JoinOffer(round.epoch(), ImmutableSortedSet.of(sender))));
    }
    // It has left the round, or knows a greater epoch: this node may have opened that one itself
    // and
    // lost it in a crash.
    return open(state.seeing(announce.seen()));
  }

  /** Spec: Join!ReceiveRequest. */
  Step<JoinState, JoinEffect> requested(
      JoinState state, NodeName sender, JoinMessage.JoinRequest request) {
    if (state.round().isEmpty()) {
      return Step.refuse(state, JoinRefusal.NOT_DC);
    }
    JoinRound round = state.round().get();
    if (!request.epoch().equals(round.epoch())) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    if (round.phase(sender) != JoinPhase.WELCOMED) {
      return Step.refuse(state, JoinRefusal.NOT_WELCOMED);
    }
    if (request.version() != constants.version()) {
      String reason =
          "controllers speak version "
              + constants.version()
              + " here, and this one speaks "
              + request.version();
      return integrate(
          state.leading(round.move(sender, JoinPhase.NONE)),
          new JoinEffect.Say(new JoinMessage.JoinNack(round.epoch(), sender, reason)));
    }
    return integrate(state.leading(round.integrate(sender, request.cib())));
  }

  /** Goes on to the choice of the CIB if nothing is missing for it any more. */
  private Step<JoinState, JoinEffect> integrate(JoinState state, JoinEffect... first) {
    JoinRound round = state.round().orElseThrow();
    ImmutableSortedSet<NodeName> integrated = round.in(JoinPhase.INTEGRATED);
    HeldCib own = round.held().get(constants.self());
    boolean ready =
        round.stage() == JoinStage.INTEGRATING
            && round.in(JoinPhase.WELCOMED).isEmpty()
            && own != null
            && integrated.equals(inStepWith(own, round));
    if (own == null || !ready) {
      return Step.to(state, first);
    }
    NodeName source = best(round);
    return Step.to(
        state.leading(round.from(source).at(JoinStage.SYNCHRONISING)),
        ImmutableList.<JoinEffect>builder()
            .add(first)
            .add(new JoinEffect.CancelTimer(JoinTimer.INTEGRATION))
            .add(new JoinEffect.Synchronise(round.epoch(), source, own.replicas()))
            .build());
  }

  private NodeName best(JoinRound round) {
    ImmutableSortedMap<NodeName, CibSummary> summaries =
        ImmutableSortedMap.copyOfSorted(Maps.transformValues(round.held(), HeldCib::summary));
    return BestCib.choose(summaries, constants.self()).orElse(constants.self());
  }

  /** The integrated nodes whose replicas' view is the DC's: CIBs of two views can't be compared. */
  private static ImmutableSortedSet<NodeName> inStepWith(HeldCib own, JoinRound round) {
    return round.in(JoinPhase.INTEGRATED).stream()
        .filter(node ->
            Optional.ofNullable(round.held().get(node))
                .filter(held -> held.replicas().equals(own.replicas()))
                .isPresent())
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** Spec: Join!IntegrationOverdue. Who did not ask in time is left behind. */
  Step<JoinState, JoinEffect> integrationOverdue(JoinState state) {
    if (state.round().filter(r -> r.stage() == JoinStage.INTEGRATING).isEmpty()) {
      return Step.refuse(state, JoinRefusal.OTHER_STAGE);
    }
    JoinRound round = state.round().get();
    HeldCib own = round.held().get(constants.self());
    if (own == null) {
      return open(state);
    }
    ImmutableSortedSet<NodeName> behind =
        Sets.difference(round.phases().keySet(), inStepWith(own, round)).stream()
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    JoinRound left = round.without(behind);
    return integrate(state.leading(left));
  }

  /** Spec: Join!Synchronised. */
  Step<JoinState, JoinEffect> synchronised(JoinState state, Epoch epoch) {
    Optional<JoinRound> round = at(state, JoinStage.SYNCHRONISING, epoch);
    if (round.isEmpty()) {
      return Step.refuse(state, JoinRefusal.OTHER_STAGE);
    }
    ImmutableSortedSet<NodeName> integrated = round.get().in(JoinPhase.INTEGRATED);
    return Step.to(
        state.leading(round.get().move(integrated, JoinPhase.FINALIZED).at(JoinStage.FINALIZING)),
        new JoinEffect.Say(new JoinMessage.JoinAck(epoch, integrated)),
        new JoinEffect.StartTimer(JoinTimer.FINALIZATION));
  }

  /** Spec: Join!SynchroniseFailed. */
  Step<JoinState, JoinEffect> synchroniseFailed(JoinState state, Epoch epoch) {
    Optional<JoinRound> round = at(state, JoinStage.SYNCHRONISING, epoch);
    return round.isEmpty()
        ? Step.refuse(state, JoinRefusal.OTHER_STAGE)
        : Step.to(
            state.leading(round.get().at(JoinStage.FAILED)),
            new JoinEffect.StartTimer(JoinTimer.RETRY));
  }

  /** Spec: Join!RetryDue. */
  Step<JoinState, JoinEffect> retryDue(JoinState state) {
    return state.round().filter(r -> r.stage() == JoinStage.FAILED).isPresent()
        ? open(state)
        : Step.refuse(state, JoinRefusal.OTHER_STAGE);
  }

  /** Spec: Join!RoundWanted. */
  Step<JoinState, JoinEffect> roundWanted(JoinState state, Epoch epoch) {
    return at(state, JoinStage.COMPLETE, epoch).isPresent()
        ? open(state)
        : Step.refuse(state, JoinRefusal.OTHER_STAGE);
  }

  /** Spec: Join!ReceiveConfirm. */
  Step<JoinState, JoinEffect> confirmed(
      JoinState state, NodeName sender, JoinMessage.JoinConfirm confirm) {
    if (state.round().isEmpty()) {
      return Step.refuse(state, JoinRefusal.NOT_DC);
    }
    JoinRound round = state.round().get();
    if (!confirm.epoch().equals(round.epoch())) {
      return Step.refuse(state, JoinRefusal.OTHER_ROUND);
    }
    if (round.phase(sender) != JoinPhase.FINALIZED) {
      return Step.refuse(state, JoinRefusal.NOT_FINALIZED);
    }
    return complete(state, round.move(sender, JoinPhase.CONFIRMED));
  }

  private static Step<JoinState, JoinEffect> complete(JoinState state, JoinRound round) {
    if (!round.in(JoinPhase.FINALIZED).isEmpty()) {
      return Step.to(state.leading(round));
    }
    return Step.to(
        state.leading(round.at(JoinStage.COMPLETE)),
        new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
        new JoinEffect.CompleteJoin(round.epoch(), round.in(JoinPhase.CONFIRMED)));
  }

  /** Spec: Join!FinalizationOverdue. Who did not confirm in time is left behind. */
  Step<JoinState, JoinEffect> finalizationOverdue(JoinState state) {
    if (state.round().filter(r -> r.stage() == JoinStage.FINALIZING).isEmpty()) {
      return Step.refuse(state, JoinRefusal.OTHER_STAGE);
    }
    JoinRound round = state.round().get();
    return round.phase(constants.self()) == JoinPhase.CONFIRMED
        ? complete(state, round.without(round.in(JoinPhase.FINALIZED)))
        : open(state);
  }

  private static Optional<JoinRound> at(JoinState state, JoinStage stage, Epoch epoch) {
    return state.round().filter(r -> r.stage() == stage && r.epoch().equals(epoch));
  }
}
