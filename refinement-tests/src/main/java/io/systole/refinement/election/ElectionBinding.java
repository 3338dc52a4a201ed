package io.systole.refinement.election;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.election.Round;
import io.systole.protocol.election.Vote;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.TreeMap;

/** States, events and effects of the election, as {@code spec/election/ElectionNode} has them. */
public record ElectionBinding(Names names)
    implements Binding<ElectionState, ElectionEvent, ElectionEffect> {

  @Override
  public Tla state(ElectionState state) {
    TreeMap<Tla, Tla> votes = new TreeMap<>();
    state.votes().forEach((voter, seen) -> votes.put(names.node(voter), names.epoch(seen)));
    return Tla.record(
        "phase", Tla.of(state.phase().name()),
        "seen", names.epoch(state.seen()),
        "hurried", Tla.of(state.hurried()),
        "round", state.round().map(this::round).orElse(Tla.tuple()),
        "members", names.nodes(state.members()),
        "votes", Tla.function(votes),
        "winner", state.winner().map(names::node).orElse(Tla.of(0)));
  }

  @Override
  public Tla event(ElectionEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case ElectionEvent.ViewChanged changed ->
          Tla.record("type", type, "view", Bus.view(changed.view(), names));
      case ElectionEvent.VoteDelivered(NodeName sender, Vote vote) ->
          Tla.record("type", type, "from", names.node(sender), "vote", vote(vote));
      case ElectionEvent.EpochSeen(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case ElectionEvent.DeadtimePassed _,
          ElectionEvent.VotesOverdue _,
          ElectionEvent.ElectionCalled _ ->
          Tla.record("type", type);
    };
  }

  @Override
  public Tla effect(ElectionEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case ElectionEffect.CastVote(Vote vote) ->
          Tla.record("type", type, "round", round(vote.round()), "seen", names.epoch(vote.seen()));
      case ElectionEffect.DeclareWinner(NodeName dc, Epoch greatest) ->
          Tla.record("type", type, "dc", names.node(dc), "greatest", names.epoch(greatest));
      case ElectionEffect.StartDeadtime _,
          ElectionEffect.CancelDeadtime _,
          ElectionEffect.StartVotesTimer _,
          ElectionEffect.CancelVotesTimer _ ->
          Tla.record("type", type);
    };
  }

  /** A vote on the bus. */
  Tla vote(Vote vote) {
    return Tla.record("round", round(vote.round()), "seen", names.epoch(vote.seen()));
  }

  private Tla round(Round round) {
    return Tla.tuple(names.view(round.view()), Tla.of(round.number()));
  }
}
