package io.systole.protocol.join;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;
import io.systole.kernel.NodeName;
import java.util.Optional;
import java.util.function.Predicate;

/** What is true of every state of the join sequence. */
public final class JoinInvariants {

  private JoinInvariants() {}

  /** The conditions on states of the node {@code self}. */
  public static Invariants<JoinState> of(NodeName self) {
    return Invariants.of(
        invariant(
            "OnlyDcLeads", s -> s.round().isEmpty() || s.dc().filter(self::equals).isPresent()),
        invariant("RoundIsOwn", ofRound((s, r) -> r.epoch().coordinator().equals(self))),
        invariant("RoundIsSeen", ofRound((s, r) -> r.epoch().equals(s.seen()))),
        invariant(
            "RoundIsOfView",
            ofRound((s, r) ->
                s.view().filter(v -> v.members().equals(r.phases().keySet())).isPresent())),
        invariant("OfferIsSeen", s -> s.offer().stream().allMatch(o -> o.compareTo(s.seen()) <= 0)),
        invariant("IntegratedSaidItsCib", ofRound((s, r) -> saidItsCib(r))),
        invariant("FinalizedHasChosenCib", ofRound((s, r) -> finalizedAfterChoice(r))),
        invariant("SourceIsBest", ofRound((s, r) -> sourceIsBest(r))),
        invariant("CompleteMeansConfirmed", ofRound((s, r) -> completeMeansConfirmed(r))),
        invariant(
            "ConfirmedMemberWasOffered",
            s -> s.phase() != MemberPhase.CONFIRMED || s.offer().isPresent()));
  }

  private interface OfRound {
    boolean holds(JoinState state, JoinRound round);
  }

  private static Predicate<JoinState> ofRound(OfRound condition) {
    return state -> state.round().stream().allMatch(round -> condition.holds(state, round));
  }

  private static boolean saidItsCib(JoinRound round) {
    return round.phases().entrySet().stream()
        .filter(entry -> entry.getValue().compareTo(JoinPhase.INTEGRATED) >= 0)
        .allMatch(entry -> round.held().containsKey(entry.getKey()));
  }

  private static boolean finalizedAfterChoice(JoinRound round) {
    boolean chosen =
        round.source().isPresent() && round.stage().compareTo(JoinStage.FINALIZING) >= 0;
    return chosen
        || round.phases().values().stream()
            .allMatch(phase -> phase.compareTo(JoinPhase.FINALIZED) < 0);
  }

  private static boolean sourceIsBest(JoinRound round) {
    return round.source().stream()
        .flatMap(source -> Optional.ofNullable(round.held().get(source)).stream())
        .allMatch(best -> round.held().values().stream().noneMatch(other -> isBetter(other, best)));
  }

  private static boolean isBetter(HeldCib one, HeldCib other) {
    int byTerm = one.summary().term().compareTo(other.summary().term());
    return byTerm > 0
        || (byTerm == 0 && one.summary().version().compareTo(other.summary().version()) > 0);
  }

  private static boolean completeMeansConfirmed(JoinRound round) {
    return round.stage() != JoinStage.COMPLETE
        || (round.in(JoinPhase.WELCOMED).isEmpty()
            && round.in(JoinPhase.INTEGRATED).isEmpty()
            && round.in(JoinPhase.FINALIZED).isEmpty());
  }
}
