package io.systole.protocol.election;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import java.util.Collections;

/**
 * Elects the DC of a view: each member votes once in a round, and with the last vote all know the
 * winner, since all have heard the same votes.
 *
 * <pre>
 * OUTSIDE  --view, nodes missing-->  HOLDING  --dead time or a vote-->  VOTING
 * any      --view------------------>  VOTING
 * VOTING   --last vote------------->  DECIDED
 * DECIDED  --vote of a new round--->  VOTING
 * </pre>
 *
 * <p>The last DC stays if it is a member, so that a node that joins does not move the cluster's
 * head; otherwise the least name wins. Rounds change by delivered votes alone and never by a local
 * event, so they change for all at the same point of the agreed order.
 */
public final class Election implements Machine<ElectionState, ElectionEvent, ElectionEffect> {

  private final ElectionConstants constants;

  public Election(ElectionConstants constants) {
    this.constants = constants;
  }

  @Override
  public Step<ElectionState, ElectionEffect> step(ElectionState state, ElectionEvent event) {
    return switch (event) {
      case ElectionEvent.ViewChanged changed -> viewChanged(state, changed.view());
      case ElectionEvent.VoteDelivered delivered -> voteDelivered(state, delivered);
      case ElectionEvent.EpochSeen seen -> epochSeen(state, seen.epoch());
      case ElectionEvent.DeadtimePassed _ -> deadtimePassed(state);
      case ElectionEvent.VotesOverdue _ -> votesOverdue(state);
      case ElectionEvent.ElectionCalled _ -> electionCalled(state);
    };
  }

  /** Spec: Election!ViewChanged. */
  private Step<ElectionState, ElectionEffect> viewChanged(ElectionState state, View view) {
    if (state.round().filter(round -> round.view().equals(view.id())).isPresent()) {
      return Step.refuse(state, ElectionRefusal.SAME_VIEW);
    }
    Round round = Round.first(view.id());
    ElectionState fresh = state.voting(round, view.members());
    boolean wasHolding = state.phase() == ElectionPhase.HOLDING;
    if (state.hurried() || view.members().containsAll(constants.expected())) {
      ImmutableList.Builder<ElectionEffect> effects = ImmutableList.builder();
      if (wasHolding) {
        effects.add(new ElectionEffect.CancelDeadtime());
      }
      return Step.to(fresh, effects.addAll(vote(fresh, round)).build());
    }
    ElectionState holding = fresh.in(ElectionPhase.HOLDING);
    // The dead time counts from the first view on, however often nodes come and go meanwhile.
    return wasHolding
        ? Step.to(holding)
        : Step.to(
            holding, new ElectionEffect.CancelVotesTimer(), new ElectionEffect.StartDeadtime());
  }

  /** Spec: Election!VoteDelivered. */
  private Step<ElectionState, ElectionEffect> voteDelivered(
      ElectionState state, ElectionEvent.VoteDelivered delivered) {
    NodeName sender = delivered.sender();
    Vote vote = delivered.vote();
    if (state.round().isEmpty() || !vote.round().view().equals(state.round().get().view())) {
      return Step.refuse(state, ElectionRefusal.OTHER_VIEW);
    }
    Round round = state.round().get();
    if (vote.round().number() < round.number()) {
      return Step.refuse(state, ElectionRefusal.OLD_ROUND);
    }
    if (!state.members().contains(sender)) {
      return Step.refuse(state, ElectionRefusal.NOT_A_MEMBER);
    }
    boolean newRound = vote.round().number() > round.number();
    if (!newRound && state.votes().containsKey(sender)) {
      return Step.refuse(state, ElectionRefusal.ALREADY_VOTED);
    }
    ImmutableList.Builder<ElectionEffect> effects = ImmutableList.builder();
    ElectionState voting = state;
    if (newRound) {
      voting = state.voting(vote.round(), state.members());
    }
    if (state.phase() == ElectionPhase.HOLDING) {
      effects.add(new ElectionEffect.CancelDeadtime());
      voting = voting.in(ElectionPhase.VOTING);
    }
    boolean ownVoteIsMissing = newRound || state.phase() == ElectionPhase.HOLDING;
    if (ownVoteIsMissing && sender.equals(constants.self())) {
      effects.add(new ElectionEffect.StartVotesTimer());
    } else if (ownVoteIsMissing) {
      effects.addAll(vote(voting, vote.round()));
    }
    return count(voting, sender, vote.seen(), effects);
  }

  private static Step<ElectionState, ElectionEffect> count(
      ElectionState state,
      NodeName voter,
      Epoch seen,
      ImmutableList.Builder<ElectionEffect> effects) {
    ElectionState counted =
        state.counting(
            ImmutableSortedMap.<NodeName, Epoch>naturalOrder()
                .putAll(state.votes())
                .put(voter, seen)
                .buildOrThrow());
    if (!counted.votes().keySet().equals(counted.members())) {
      return Step.to(counted, effects.build());
    }
    Epoch greatest = Collections.max(counted.votes().values());
    NodeName winner = winner(counted, greatest);
    effects.add(new ElectionEffect.CancelVotesTimer());
    effects.add(new ElectionEffect.DeclareWinner(winner, greatest));
    return Step.to(counted.seeing(greatest).decided(winner), effects.build());
  }

  /** The last DC if it is here, else the least name. The epoch 0 was nobody's. */
  private static NodeName winner(ElectionState state, Epoch greatest) {
    return greatest.number() > 0 && state.members().contains(greatest.coordinator())
        ? greatest.coordinator()
        : state.members().first();
  }

  /** Spec: Election!EpochSeen. */
  private static Step<ElectionState, ElectionEffect> epochSeen(ElectionState state, Epoch epoch) {
    return epoch.compareTo(state.seen()) > 0
        ? Step.to(state.seeing(epoch))
        : Step.refuse(state, ElectionRefusal.NOT_NEWER);
  }

  /** Spec: Election!DeadtimePassed. */
  private static Step<ElectionState, ElectionEffect> deadtimePassed(ElectionState state) {
    if (state.phase() != ElectionPhase.HOLDING || state.round().isEmpty()) {
      return Step.refuse(state, ElectionRefusal.NOT_HOLDING);
    }
    ElectionState voting = state.hurrying().in(ElectionPhase.VOTING);
    return Step.to(voting, vote(voting, state.round().get()));
  }

  /** Spec: Election!VotesOverdue. The same vote again: whichever arrives first counts. */
  private static Step<ElectionState, ElectionEffect> votesOverdue(ElectionState state) {
    return state.phase() == ElectionPhase.VOTING && state.round().isPresent()
        ? Step.to(state, vote(state, state.round().get()))
        : Step.refuse(state, ElectionRefusal.NOT_VOTING);
  }

  /** Spec: Election!ElectionCalled. */
  private static Step<ElectionState, ElectionEffect> electionCalled(ElectionState state) {
    return state.phase() == ElectionPhase.DECIDED && state.round().isPresent()
        ? Step.to(
            state, new ElectionEffect.CastVote(new Vote(state.round().get().next(), state.seen())))
        : Step.refuse(state, ElectionRefusal.NOT_DECIDED);
  }

  private static ImmutableList<ElectionEffect> vote(ElectionState state, Round round) {
    return ImmutableList.of(
        new ElectionEffect.CastVote(new Vote(round, state.seen())),
        new ElectionEffect.StartVotesTimer());
  }
}
