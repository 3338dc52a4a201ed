package io.systole.protocol.cib;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Epoch;
import io.systole.kernel.Invariants;
import io.systole.protocol.cib.CibState.Mode;

/** What must be true of every state of a replica. */
public final class CibInvariants {

  public static final Invariants<CibState> ALL =
      Invariants.of(
          invariant("OnlyMembersAgree", CibInvariants::onlyMembersAgree),
          invariant("ModeIsOfTheEpochSeen", CibInvariants::modeIsOfTheEpochSeen),
          invariant("TermNotAfterSeen", s -> s.copy().term().compareTo(s.copy().seen()) <= 0),
          invariant("LeadingEpochIsTheTerm", CibInvariants::leadingEpochIsTheTerm),
          invariant("StoredNotAhead", CibInvariants::storedNotAhead),
          invariant("PromiseIsStored", CibInvariants::promiseIsStored),
          invariant("AppliedIsInTheCib", CibInvariants::appliedIsInTheCib),
          invariant("ReportsAreOfMembers", CibInvariants::reportsAreOfMembers),
          invariant("NothingAwaitedWithoutView", CibInvariants::nothingAwaitedWithoutView),
          invariant("FewProposals", s -> s.proposals().size() <= CibState.MAX_PROPOSALS));

  private CibInvariants() {}

  private static boolean onlyMembersAgree(CibState state) {
    return state.mode() instanceof Mode.Apart
        || state.view().filter(view -> view.members().contains(state.self())).isPresent();
  }

  private static boolean modeIsOfTheEpochSeen(CibState state) {
    Epoch seen = state.copy().seen();
    return switch (state.mode()) {
      case Mode.Apart _ -> true;
      case Mode.Collecting collecting -> collecting.epoch().equals(seen);
      case Mode.Synchronised synchronised -> synchronised.epoch().equals(seen);
    };
  }

  private static boolean leadingEpochIsTheTerm(CibState state) {
    return !(state.mode() instanceof Mode.Synchronised synchronised)
        || !synchronised.leads()
        || synchronised.epoch().equals(state.copy().term());
  }

  private static boolean storedNotAhead(CibState state) {
    CibState.Mark kept = state.storage().kept();
    CibState.Mark wanted = state.copy().mark();
    return wanted.position().covers(kept.position()) && wanted.seen().compareTo(kept.seen()) >= 0;
  }

  private static boolean promiseIsStored(CibState state) {
    if (!(state.mode() instanceof Mode.Collecting collecting)) {
      return true;
    }
    CibMessage.Summary own = collecting.summaries().get(state.self());
    return own == null
        || !own.promised()
        || state.storage().kept().seen().compareTo(collecting.epoch()) >= 0;
  }

  private static boolean appliedIsInTheCib(CibState state) {
    return state.proposals().values().stream()
        .flatMap(proposal -> proposal.applied().stream())
        .allMatch(version -> version.compareTo(state.copy().cib().version()) <= 0);
  }

  private static boolean reportsAreOfMembers(CibState state) {
    return state.reports().isEmpty()
        || state.view().filter(v -> v.members().containsAll(state.reports().keySet())).isPresent();
  }

  private static boolean nothingAwaitedWithoutView(CibState state) {
    return state.view().isPresent() || (state.proposals().isEmpty() && state.order().isEmpty());
  }
}
