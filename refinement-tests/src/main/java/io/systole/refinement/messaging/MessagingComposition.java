package io.systole.refinement.messaging;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.systole.cluster.group.GroupMessage;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.NodeMessage;
import io.systole.kernel.NodeName;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The nodes' process groups: {@code spec/messaging/Messaging.tla}, made of the code. */
public final class MessagingComposition implements Composition<MessagingWorld> {

  private final MessagingBounds bounds;
  private final Names names;
  private final Names groups;
  private final MessagingBinding binding;
  private final Map<GroupsState, Tla> seen = new HashMap<>();

  public MessagingComposition(MessagingBounds bounds) {
    this.bounds = bounds;
    this.names = Names.count(bounds.nodes());
    this.groups = Names.count(bounds.groups());
    this.binding = new MessagingBinding(names, groups);
  }

  @Override
  public MessagingWorld initial() {
    return new MessagingWorld(
        ImmutableSortedMap.copyOf(Maps.asMap(names.all(), name -> started(name, 1))),
        0,
        ImmutableSet.of(),
        0,
        Bus.noBus(names.all()));
  }

  MessagingWorld.Node started(NodeName name, long incarnation) {
    return MessagingWorld.Node.started(
        GroupsState.initial(name, incarnation, bounds.quorum()), groups);
  }

  MessagingBounds bounds() {
    return bounds;
  }

  Names nodes() {
    return names;
  }

  Names groups() {
    return groups;
  }

  MessagingBinding binding() {
    return binding;
  }

  @Override
  public void moves(MessagingWorld world, Moves<MessagingWorld> moves) {
    for (NodeName node : names.nodes()) {
      new MessagingMoves(this, world, node, moves).all();
      ordered(world, node, moves);
    }
    if (world.bus().views() < bounds.limits().views()) {
      for (Set<NodeName> members : Sets.powerSet(names.all())) {
        if (!members.isEmpty()) {
          moves.may(
              "ViewFormed",
              arguments("members", names.nodes(members)),
              world.formed(ImmutableSortedSet.copyOf(members)));
        }
      }
    }
  }

  private void ordered(MessagingWorld world, NodeName node, Moves<MessagingWorld> moves) {
    MessagingWorld.Node before = world.node(node);
    if (before.sending().isEmpty() || world.bus().viewOf(node).isEmpty()) {
      return;
    }
    NodeMessage message = before.sending().getFirst();
    MessagingWorld after =
        world
            .with(world.bus().say(node, message))
            .with(
                node,
                n ->
                    new MessagingWorld.Node(
                        n.state(), n.sending().subList(1, n.sending().size()), n.processes()));
    moves.may(
        "Ordered",
        arguments("n", names.node(node)),
        message.body() instanceof GroupMessage.Said words
            ? after.saying(new MessagingWorld.Said(node, words.group(), words.payload()))
            : after);
  }

  @Override
  public Map<String, Tla> variables(MessagingWorld world) {
    TreeMap<Tla, Tla> states = new TreeMap<>();
    TreeMap<Tla, Tla> sending = new TreeMap<>();
    TreeMap<Tla, Tla> told = new TreeMap<>();
    TreeMap<Tla, Tla> got = new TreeMap<>();
    world
        .nodes()
        .forEach((name, node) -> {
          Tla number = names.node(name);
          states.put(number, seen.computeIfAbsent(node.state(), binding::state));
          sending.put(number, Tla.tuple(node.sending().stream().map(binding::message).toList()));
          TreeMap<Tla, Tla> views = new TreeMap<>();
          TreeMap<Tla, Tla> given = new TreeMap<>();
          node.processes()
              .forEach((group, process) -> {
                views.put(
                    binding.group(group),
                    Tla.tuple(process.told().stream().map(binding::view).toList()));
                given.put(
                    binding.group(group),
                    Tla.tuple(process.got().stream().map(this::given).toList()));
              });
          told.put(number, Tla.function(views));
          got.put(number, Tla.function(given));
        });
    return Map.of(
        "node", Tla.function(states),
        "sending", Tla.function(sending),
        "told", Tla.function(told),
        "got", Tla.function(got),
        "spoken", Tla.of(world.spoken()),
        "said", Tla.set(world.said().stream().map(this::said).toList()),
        "faults", Tla.of(world.faults()),
        "bus", world.bus().tla(names, binding::message));
  }

  private Tla given(GroupsEffect.Deliver given) {
    return Tla.tuple(names.node(given.sender()), MessagingBinding.number(given.payload()));
  }

  private Tla said(MessagingWorld.Said said) {
    return Tla.tuple(
        names.node(said.from()),
        binding.group(said.group()),
        MessagingBinding.number(said.payload()));
  }
}
