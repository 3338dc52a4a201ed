package io.systole.refinement.election;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.election.Election;
import io.systole.protocol.election.ElectionConstants;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.election.Round;
import io.systole.protocol.election.Vote;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The nodes' elections over the bus: {@code spec/election/Election.tla}, made of the code. */
public final class ElectionComposition implements Composition<ElectionWorld> {

  private static final String DEADTIME = "Deadtime";
  private static final String VOTES = "Votes";

  private final ElectionBounds bounds;
  private final Names names;
  private final ElectionBinding binding;
  private final Map<ElectionState, Tla> seen = new HashMap<>();

  public ElectionComposition(ElectionBounds bounds) {
    this.bounds = bounds;
    this.names = Names.count(bounds.nodes());
    this.binding = new ElectionBinding(names);
  }

  @Override
  public ElectionWorld initial() {
    return ElectionWorld.initial(names);
  }

  @Override
  public void moves(ElectionWorld world, Moves<ElectionWorld> moves) {
    for (NodeName node : names.nodes()) {
      new NodeMoves(world, node, moves).all();
    }
    if (world.bus().views() < bounds.maxViews()) {
      for (Set<NodeName> members : Sets.powerSet(names.all())) {
        if (!members.isEmpty()) {
          moves.may(
              "ViewFormed",
              arguments("members", names.nodes(members)),
              world.with(world.bus().formView(ImmutableSortedSet.copyOf(members))));
        }
      }
    }
  }

  /** What may happen at one node. */
  private final class NodeMoves {

    private final ElectionWorld world;
    private final NodeName self;
    private final ElectionWorld.Node node;
    private final Moves<ElectionWorld> moves;
    private final Election machine;

    NodeMoves(ElectionWorld world, NodeName self, Moves<ElectionWorld> moves) {
      this.world = world;
      this.self = self;
      this.node = world.node(self);
      this.moves = moves;
      this.machine =
          new Election(new ElectionConstants(self, Names.count(bounds.expected()).all()));
    }

    void all() {
      world.bus().next(self).ifPresent(this::heard);
      node.state().round().ifPresent(this::strayed);
      for (NodeName other : names.nodes()) {
        for (long number = 1; number <= bounds.maxEpoch(); number++) {
          epochSeen(new Epoch(number, other));
        }
      }
      boolean room = world.bus().room(self, bounds.maxInbox());
      timer(new ElectionEvent.DeadtimePassed(), DEADTIME, room);
      timer(new ElectionEvent.VotesOverdue(), VOTES, room);
      if (node.state().round().map(Round::number).orElse(0) < bounds.maxRound()) {
        step("ElectionCalled", new ElectionEvent.ElectionCalled(), world, arguments(), room);
      }
      if (world.bus().canLose(self)) {
        moves.may("Lost", arguments("n", names.node(self)), world.with(world.bus().lose(self)));
      }
      if (world.bus().viewOf(self).isPresent()) {
        moves.may(
            "Restarted",
            arguments("n", names.node(self)),
            world.with(self, ElectionWorld.Node.started(self)).with(world.bus().leave(self)));
      }
    }

    private void heard(Bus.Item<Vote> item) {
      ElectionWorld after = world.with(world.bus().heard(self));
      switch (item) {
        case Bus.ViewItem<Vote>(View view) -> {
          ElectionWorld fresh =
              after.with(
                  self, new ElectionWorld.Node(node.state(), node.timers(), Optional.empty()));
          step("ViewChanged", new ElectionEvent.ViewChanged(view), fresh);
        }
        case Bus.SaidItem<Vote>(NodeName from, Vote vote) ->
            step("VoteDelivered", new ElectionEvent.VoteDelivered(from, vote), after);
      }
    }

    private void strayed(Round round) {
      ImmutableSortedSet<NodeName> members = node.state().members();
      View view = new View(round.view(), members, members, 1, true);
      step("ViewRepeated", new ElectionEvent.ViewChanged(view), world);
      for (NodeName stranger : Sets.difference(names.all(), members)) {
        Vote vote = new Vote(round, new Epoch(0, stranger));
        step(
            "VoteStrayed",
            new ElectionEvent.VoteDelivered(stranger, vote),
            world,
            arguments("m", names.node(stranger)),
            true);
      }
    }

    private void epochSeen(Epoch epoch) {
      boolean own =
          node.told().filter(told -> told.dc().equals(self)).isPresent()
              && epoch.equals(new Epoch(node.state().seen().number() + 1, self));
      if (own || world.opened().contains(epoch)) {
        step(
            "EpochSeen",
            new ElectionEvent.EpochSeen(epoch),
            world.opening(epoch),
            arguments("e", names.epoch(epoch)),
            true);
      }
    }

    private void timer(ElectionEvent event, String timer, boolean room) {
      ImmutableSortedSet<String> left =
          ImmutableSortedSet.copyOf(Sets.difference(node.timers(), ImmutableSortedSet.of(timer)));
      ElectionWorld fired =
          world.with(self, new ElectionWorld.Node(node.state(), left, node.told()));
      step(event.getClass().getSimpleName(), event, fired, arguments(), room);
    }

    private void step(String action, ElectionEvent event, ElectionWorld from) {
      step(action, event, from, arguments(), true);
    }

    /** Takes the machine's step from {@code from}, which the event has already changed. */
    private void step(
        String action,
        ElectionEvent event,
        ElectionWorld from,
        Map<String, Tla> more,
        boolean room) {
      Step<ElectionState, ElectionEffect> step = machine.step(node.state(), event);
      String outcome = step.refusal().map(Refusal::name).orElse("Taken");
      if (!room && step.refusal().isEmpty()) {
        return;
      }
      Map<String, Tla> arguments = new TreeMap<>(more);
      arguments.put("n", names.node(self));
      arguments.put("o", Tla.of(outcome));
      moves.may(action, arguments, carryOut(from, step));
    }

    private ElectionWorld carryOut(ElectionWorld from, Step<ElectionState, ElectionEffect> step) {
      ElectionWorld.Node before = from.node(self);
      TreeMap<String, Boolean> timers = new TreeMap<>();
      before.timers().forEach(timer -> timers.put(timer, true));
      Optional<ElectionEffect.DeclareWinner> told = before.told();
      Bus<Vote> bus = from.bus();
      for (ElectionEffect effect : step.effects()) {
        switch (effect) {
          case ElectionEffect.CastVote(Vote vote) -> bus = bus.say(self, vote);
          case ElectionEffect.StartDeadtime _ -> timers.put(DEADTIME, true);
          case ElectionEffect.CancelDeadtime _ -> timers.remove(DEADTIME);
          case ElectionEffect.StartVotesTimer _ -> timers.put(VOTES, true);
          case ElectionEffect.CancelVotesTimer _ -> timers.remove(VOTES);
          case ElectionEffect.DeclareWinner winner -> told = Optional.of(winner);
        }
      }
      return from.with(
              self,
              new ElectionWorld.Node(
                  step.state(), ImmutableSortedSet.copyOf(timers.keySet()), told))
          .with(bus);
    }
  }

  @Override
  public Map<String, Tla> variables(ElectionWorld world) {
    TreeMap<Tla, Tla> states = new TreeMap<>();
    TreeMap<Tla, Tla> timers = new TreeMap<>();
    TreeMap<Tla, Tla> told = new TreeMap<>();
    world
        .nodes()
        .forEach((name, node) -> {
          Tla number = names.node(name);
          states.put(number, seen.computeIfAbsent(node.state(), binding::state));
          timers.put(number, Tla.set(node.timers().stream().map(Tla::of).toList()));
          told.put(number, node.told().map(this::told).orElse(Tla.tuple()));
        });
    return Map.of(
        "node", Tla.function(states),
        "timers", Tla.function(timers),
        "told", Tla.function(told),
        "opened", Tla.set(world.opened().stream().map(names::epoch).toList()),
        "bus", world.bus().tla(names, binding::vote));
  }

  private Tla told(ElectionEffect.DeclareWinner winner) {
    return Tla.tuple(names.node(winner.dc()), names.epoch(winner.greatest()));
  }
}
