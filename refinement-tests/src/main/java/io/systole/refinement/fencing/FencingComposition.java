package io.systole.refinement.fencing;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingHistory;
import io.systole.protocol.fencing.FencingMachine;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingState;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Fencers over the bus: {@code spec/fencing/Fencing.tla}, made of the code. */
public final class FencingComposition implements Composition<FencingWorld> {

  private final FencingModel model;
  private final FencingBinding binding;
  private final Map<FencingState, Tla> seen = new HashMap<>();

  private final FencerMoves.Fencers fencers;

  public FencingComposition(FencingModel model, FencingBinding binding) {
    this(model, binding, new FencingMachine());
  }

  /** The same of another machine, such as one that is watched. */
  public FencingComposition(
      FencingModel model,
      FencingBinding binding,
      Machine<FencingState, FencingEvent, FencingEffect> machine) {
    this.model = model;
    this.binding = binding;
    this.fencers = new FencerMoves.Fencers(machine, model);
  }

  @Override
  public FencingWorld initial() {
    Bus<FencingMessage> formed =
        Bus.<FencingMessage>noBus(model.fencers()).formView(model.fencers());
    View view = formed.viewOf(model.fencers().first()).orElseThrow();
    Bus<FencingMessage> heard = formed;
    for (NodeName node : model.fencers()) {
      heard = heard.heard(node);
    }
    return new FencingWorld(
        ImmutableSortedMap.copyOf(
            Maps.asMap(
                model.fencers(),
                node -> FencingWorld.Node.of(started(node, 1, Optional.of(view)), 1))),
        heard,
        ImmutableList.of(),
        0);
  }

  /** A fencer that knows its devices already. */
  FencingState started(NodeName node, long incarnation, Optional<View> view) {
    return new FencingState(
        node,
        incarnation,
        new FencingState.Surroundings(view, Optional.empty(), 0),
        model.configuration(node),
        0,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        FencingHistory.EMPTY);
  }

  @Override
  public void moves(FencingWorld world, Moves<FencingWorld> moves) {
    for (NodeName node : model.fencers()) {
      Optional<FencingState> state = world.node(node).state();
      if (state.isPresent()) {
        new FencerMoves(fencers, world, new FencerMoves.Self(node, state.get()), moves).all();
        crash(world, node, moves);
      } else {
        restart(world, node, moves);
      }
      if (world.bus().canLose(node)) {
        moves.may("Lost", named(node), world.with(world.bus().lose(node)));
      }
    }
    formViews(world, moves);
  }

  private Map<String, Tla> named(NodeName node) {
    return arguments("n", model.names().node(node));
  }

  private void formViews(FencingWorld world, Moves<FencingWorld> moves) {
    if (world.bus().views() >= model.maxViews()) {
      return;
    }
    ImmutableSortedSet<NodeName> up =
        ImmutableSortedSet.copyOf(
            Sets.filter(model.fencers(), node -> world.node(node).state().isPresent()));
    for (Set<NodeName> members : Sets.powerSet(up)) {
      if (!members.isEmpty()) {
        moves.may(
            "ViewFormed",
            arguments("members", model.names().nodes(members)),
            world.with(world.bus().formView(ImmutableSortedSet.copyOf(members))));
      }
    }
  }

  private void crash(FencingWorld world, NodeName node, Moves<FencingWorld> moves) {
    if (world.crashes() >= model.maxCrashes()) {
      return;
    }
    ImmutableList<FencingWorld.Client> cutOff =
        world.clients().stream()
            .map(client ->
                client.node().equals(node) && client.isOpen() ? client.told("cut off") : client)
            .collect(toImmutableList());
    moves.may(
        "Crashed",
        named(node),
        world
            .with(node, world.node(node).down())
            .with(world.bus().leave(node))
            .withClients(cutOff)
            .crashed());
  }

  private void restart(FencingWorld world, NodeName node, Moves<FencingWorld> moves) {
    long starts = world.node(node).starts() + 1;
    moves.may(
        "Restarted",
        named(node),
        world.with(node, FencingWorld.Node.of(started(node, starts, Optional.empty()), starts)));
  }

  @Override
  public Map<String, Tla> variables(FencingWorld world) {
    FencingValues values = binding.values();
    TreeMap<Tla, Tla> fencers = new TreeMap<>();
    TreeMap<Tla, Tla> timers = new TreeMap<>();
    TreeMap<Tla, Tla> agents = new TreeMap<>();
    TreeMap<Tla, Tla> asks = new TreeMap<>();
    TreeMap<Tla, Tla> draws = new TreeMap<>();
    TreeMap<Tla, Tla> starts = new TreeMap<>();
    world
        .nodes()
        .forEach((name, node) -> {
          Tla n = model.names().node(name);
          fencers.put(
              n,
              node.state().map(s -> seen.computeIfAbsent(s, binding::state)).orElse(Tla.tuple()));
          timers.put(n, Tla.set(node.timers().stream().map(values::timer).toList()));
          agents.put(n, Tla.set(node.agents().stream().map(this::agent).toList()));
          asks.put(
              n,
              Tla.set(
                  node.asks().stream()
                      .map(a ->
                          Tla.tuple(values.operation(a.operation()), values.device(a.device())))
                      .toList()));
          draws.put(n, Tla.set(node.draws().stream().map(values::call).toList()));
          starts.put(n, Tla.of(node.starts()));
        });
    return Map.of(
        "fencer", Tla.function(fencers),
        "bus", world.bus().tla(model.names(), values::message),
        "timers", Tla.function(timers),
        "agents", Tla.function(agents),
        "asks", Tla.function(asks),
        "draws", Tla.function(draws),
        "clients", Tla.tuple(world.clients().stream().map(this::client).toList()),
        "world", Tla.record("crashes", Tla.of(world.crashes()), "starts", Tla.function(starts)));
  }

  private Tla agent(FencingWorld.Agent agent) {
    FencingValues values = binding.values();
    return Tla.tuple(
        values.call(agent.call()), values.device(agent.device()), values.aim(agent.aim()));
  }

  private Tla client(FencingWorld.Client client) {
    FencingValues values = binding.values();
    return Tla.record(
        "node", model.names().node(client.node()),
        "op", values.operation(client.operation()),
        "aim", values.aim(client.aim()),
        "result", Tla.of(client.result()),
        "since",
            Tla.set(
                client.since().stream()
                    .map(d -> Tla.tuple(values.device(d.device()), Tla.of(d.action().name())))
                    .toList()));
  }
}
