package io.systole.protocol.election;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;

/** What is true of every state of an election. */
public final class ElectionInvariants {

  public static final Invariants<ElectionState> ALL =
      Invariants.of(
          invariant("VotesAreOfMembers", s -> s.members().containsAll(s.votes().keySet())),
          invariant("WinnerIsMember", s -> s.winner().stream().allMatch(s.members()::contains)),
          invariant(
              "WinnerHasAllVotes",
              s -> s.winner().isEmpty() || s.votes().keySet().equals(s.members())),
          invariant(
              "DecidedMeansWinner",
              s -> (s.phase() == ElectionPhase.DECIDED) == s.winner().isPresent()),
          invariant(
              "OutsideMeansNoRound",
              s -> (s.phase() == ElectionPhase.OUTSIDE) == s.round().isEmpty()),
          invariant(
              "WinnerKnowsAllEpochs",
              s ->
                  s.winner().isEmpty()
                      || s.votes().values().stream().allMatch(e -> e.compareTo(s.seen()) <= 0)));

  private ElectionInvariants() {}
}
