package io.systole.refinement.join;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.join.Join;
import io.systole.protocol.join.JoinConstants;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The nodes' join machines over the bus: {@code spec/join/Join.tla}, made of the code. */
public final class JoinComposition implements Composition<JoinWorld> {

  private final JoinBounds bounds;
  private final Names names;
  private final JoinBinding binding;
  private final Map<JoinState, Tla> seen = new HashMap<>();

  private final JoinMoves.Nodes nodes;

  public JoinComposition(JoinBounds bounds) {
    this(bounds, Join::new);
  }

  /** The same of other machines, such as some that are watched. */
  public JoinComposition(
      JoinBounds bounds,
      Function<JoinConstants, Machine<JoinState, JoinEvent, JoinEffect>> machine) {
    this.bounds = bounds;
    this.names = Names.count(bounds.nodes());
    this.binding = new JoinBinding(names);
    this.nodes = new JoinMoves.Nodes(machine, bounds, names);
  }

  @Override
  public JoinWorld initial() {
    return JoinWorld.initial(names);
  }

  @Override
  public void moves(JoinWorld world, Moves<JoinWorld> moves) {
    Moves<JoinWorld> bounded =
        (action, arguments, next) -> {
          if (isWithinBounds(next)) {
            moves.may(action, arguments, next);
          }
        };
    for (NodeName node : names.nodes()) {
      new JoinMoves(nodes, world, node, bounded).all();
      elected(world, node, bounded);
    }
    if (world.bus().views() < bounds.maxViews()) {
      for (Set<NodeName> members : Sets.powerSet(names.all())) {
        if (!members.isEmpty()) {
          viewFormed(world, ImmutableSortedSet.copyOf(members), bounded);
        }
      }
    }
    if (world.replicas() < bounds.maxReplicas()) {
      bounded.may("ReplicasChanged", arguments(), world.withReplicas(world.replicas() + 1));
    }
  }

  private boolean isWithinBounds(JoinWorld world) {
    return names.nodes().stream()
        .allMatch(node ->
            world.node(node).state().seen().number() <= bounds.maxEpoch()
                && Objects.requireNonNull(world.bus().inbox().get(node)).size()
                    <= bounds.maxInbox());
  }

  private void viewFormed(
      JoinWorld world, ImmutableSortedSet<NodeName> members, Moves<JoinWorld> moves) {
    Bus<JoinWorld.Said> bus = world.bus().formView(members);
    ViewId id = bus.viewOf(members.first()).orElseThrow().id();
    moves.may(
        "ViewFormed",
        arguments("members", names.nodes(members)),
        world.with(bus).wanting(JoinMoves.with(world.wanted(), id), world.elections()));
  }

  private void elected(JoinWorld world, NodeName dc, Moves<JoinWorld> moves) {
    if (world.elections() >= bounds.maxElections() || world.bus().viewOf(dc).isEmpty()) {
      return;
    }
    ViewId view = world.bus().viewOf(dc).get().id();
    if (!world.wanted().contains(view)) {
      return;
    }
    JoinWorld.Elected result =
        new JoinWorld.Elected(
            dc,
            Collections.max(
                names.nodes().stream()
                    .filter(node -> world.bus().viewOf(node).equals(world.bus().viewOf(dc)))
                    .map(node -> world.node(node).state().seen())
                    .toList()));
    moves.may(
        "Elected",
        arguments("dc", names.node(dc)),
        world
            .with(world.bus().say(dc, result))
            .wanting(JoinMoves.without(world.wanted(), view), world.elections() + 1));
  }

  @Override
  public Map<String, Tla> variables(JoinWorld world) {
    Map<String, Tla> variables = new TreeMap<>();
    variables.put("node", each(world, node -> seen.computeIfAbsent(node.state(), binding::state)));
    variables.put(
        "timers",
        each(world, node -> Tla.set(node.timers().stream().map(t -> Tla.of(t.name())).toList())));
    variables.put("cib", each(world, node -> binding.cib(node.cib())));
    variables.put("known", each(world, node -> names.epoch(node.known())));
    variables.put(
        "spent",
        Tla.set(
            world.nodes().entrySet().stream()
                .filter(entry -> entry.getValue().spent())
                .map(entry -> names.node(entry.getKey()))
                .toList()));
    variables.put("told", each(world, node -> Tla.of(node.told())));
    variables.put(
        "orders", each(world, node -> Tla.set(node.orders().stream().map(this::order).toList())));
    variables.put(
        "writing",
        each(world, node -> Tla.set(node.writing().stream().map(names::epoch).toList())));
    variables.put("wanted", Tla.set(world.wanted().stream().map(names::view).toList()));
    variables.put("elections", Tla.of(world.elections()));
    variables.put("opened", Tla.set(world.opened().stream().map(names::epoch).toList()));
    variables.put("replicas", Tla.of(world.replicas()));
    variables.put("bus", world.bus().tla(names, this::said));
    return variables;
  }

  private Tla each(JoinWorld world, Function<JoinWorld.Node, Tla> value) {
    ImmutableSortedMap.Builder<Tla, Tla> values = ImmutableSortedMap.naturalOrder();
    world.nodes().forEach((name, node) -> values.put(names.node(name), value.apply(node)));
    return Tla.function(values.buildOrThrow());
  }

  private Tla order(JoinEffect.Synchronise order) {
    return JoinMoves.order(names, order);
  }

  private Tla said(JoinWorld.Said said) {
    return switch (said) {
      case JoinWorld.Message message -> binding.message(message.message());
      case JoinWorld.Elected elected ->
          Tla.record(
              "type", Tla.of("Elected"),
              "dc", names.node(elected.dc()),
              "greatest", names.epoch(elected.greatest()));
    };
  }
}
