package io.systole.refinement.cib;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.systole.cib.StoredCib;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibState;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Replicas over the bus: {@code spec/cib/Cib.tla}, made of the code. */
public final class CibComposition implements Composition<CibWorld> {

  private final CibBounds bounds;
  private final CibBinding binding;
  private final Map<CibState, Tla> seen = new HashMap<>();

  private final ReplicaMoves.Replicas replicas;

  /**
   * Replicas within bounds.
   *
   * @param machine of which they are made
   */
  public CibComposition(CibBounds bounds, Machine<CibState, CibEvent, CibEffect> machine) {
    this.bounds = bounds;
    this.binding = binding(bounds);
    this.replicas = new ReplicaMoves.Replicas(machine, bounds);
  }

  /** How the specification sees these replicas. */
  public static Binding<CibState, CibEvent, CibEffect> bindingOf(CibBounds bounds) {
    return binding(bounds);
  }

  private static CibBinding binding(CibBounds bounds) {
    return new CibBinding(bounds.names(), new CibChanges());
  }

  @Override
  public CibWorld initial() {
    return new CibWorld(
        ImmutableSortedMap.copyOf(Maps.asMap(bounds.names().all(), this::started)),
        Bus.noBus(bounds.names().all()),
        ImmutableList.of(),
        ImmutableList.of(),
        new CibWorld.Faults(
            0,
            0,
            0,
            ImmutableSortedSet.of(),
            ImmutableSortedSet.of(),
            ImmutableSortedSet.of(),
            Optional.empty()));
  }

  private CibWorld.Node started(NodeName name) {
    return started(name, StoredCib.NOTHING);
  }

  private static CibWorld.Node started(NodeName name, StoredCib disk) {
    return new CibWorld.Node(
        Optional.of(CibState.initial(name, disk)), disk, Optional.empty(), false, Optional.empty());
  }

  @Override
  public void moves(CibWorld world, Moves<CibWorld> moves) {
    for (NodeName node : bounds.names().nodes()) {
      if (world.up(node)) {
        new ReplicaMoves(replicas, world, node, moves).all();
        losses(world, node, moves);
      } else {
        restart(world, node, moves);
      }
      if (world.bus().canLose(node)) {
        moves.may("Lost", named(node), world.with(world.bus().lose(node)));
      }
    }
    for (Set<NodeName> nodes : Sets.powerSet(bounds.names().all())) {
      formView(world, ImmutableSortedSet.copyOf(nodes), moves);
    }
  }

  private Map<String, Tla> named(NodeName node) {
    return arguments("n", bounds.names().node(node));
  }

  private void formView(CibWorld world, ImmutableSortedSet<NodeName> nodes, Moves<CibWorld> moves) {
    CibWorld.Faults f = world.faults();
    ImmutableSortedSet<NodeName> members = ImmutableSortedSet.copyOf(Sets.filter(nodes, world::up));
    if (world.views().size() >= bounds.limits().views()
        || !Sets.intersection(nodes, f.off()).isEmpty()
        || members.isEmpty()) {
      return;
    }
    boolean all = nodes.equals(bounds.names().all());
    ImmutableSortedSet<NodeName> met = all ? nodes : f.met();
    boolean quorate =
        nodes.size() >= bounds.quorum() && (!bounds.twoNode() || met.containsAll(nodes));
    Bus<CibMessage> formed = world.bus().formView(members);
    View engine = formed.viewOf(members.first()).orElseThrow();
    View view = new View(engine.id(), nodes, members, bounds.quorum(), quorate);
    moves.may(
        "ViewFormed",
        arguments("nodes", bounds.names().nodes(nodes)),
        world
            .with(formed)
            .seeing(view)
            .with(
                new CibWorld.Faults(
                    f.crashes(),
                    f.failures(),
                    f.disconnects(),
                    f.off(),
                    met,
                    f.inStep(),
                    all ? Optional.empty() : f.winner())));
  }

  private void losses(CibWorld world, NodeName node, Moves<CibWorld> moves) {
    CibWorld.Faults f = world.faults();
    if (f.crashes() >= bounds.limits().crashes()) {
      return;
    }
    boolean storing = world.node(node).storing().isPresent();
    for (boolean kept : storing ? new boolean[] {true, false} : new boolean[] {false}) {
      moves.may(
          "Crashed",
          arguments("n", bounds.names().node(node), "kept", Tla.of(kept)),
          gone(world, node, kept)
              .with(
                  new CibWorld.Faults(
                      f.crashes() + 1,
                      f.failures(),
                      f.disconnects(),
                      f.off(),
                      f.met(),
                      f.inStep(),
                      f.winner())));
      for (NodeName by : bounds.names().nodes()) {
        if (bounds.twoNode() && !by.equals(node) && alone(world, by)) {
          moves.may(
              "Fenced",
              arguments(
                  "n", bounds.names().node(by),
                  "other", bounds.names().node(node),
                  "kept", Tla.of(kept)),
              gone(world, node, kept).with(fenced(f, by, node)));
        }
      }
    }
  }

  private static CibWorld.Faults fenced(CibWorld.Faults f, NodeName by, NodeName node) {
    return new CibWorld.Faults(
        f.crashes() + 1,
        f.failures(),
        f.disconnects(),
        ImmutableSortedSet.copyOf(Sets.union(f.off(), ImmutableSortedSet.of(node))),
        ImmutableSortedSet.copyOf(Sets.difference(f.met(), ImmutableSortedSet.of(node))),
        ImmutableSortedSet.copyOf(Sets.difference(f.inStep(), ImmutableSortedSet.of(node))),
        Optional.of(by));
  }

  private static boolean alone(CibWorld world, NodeName node) {
    return world
        .node(node)
        .replica()
        .flatMap(CibState::view)
        .filter(view -> view.quorate() && view.nodes().equals(ImmutableSortedSet.of(node)))
        .isPresent();
  }

  private static CibWorld gone(CibWorld world, NodeName node, boolean kept) {
    return world
        .with(node, world.node(node).gone(kept))
        .with(world.bus().leave(node))
        .withRequests(
            world.requests().stream()
                .map(r ->
                    r.by().equals(node) && r.result().equals(CibWorld.Request.OPEN)
                        ? r.told("unknown")
                        : r)
                .collect(toImmutableList()));
  }

  private void restart(CibWorld world, NodeName node, Moves<CibWorld> moves) {
    CibWorld.Faults f = world.faults();
    moves.may(
        "Restarted",
        named(node),
        world
            .with(node, started(node, world.node(node).disk()))
            .with(
                new CibWorld.Faults(
                    f.crashes(),
                    f.failures(),
                    f.disconnects(),
                    ImmutableSortedSet.copyOf(
                        Sets.difference(f.off(), ImmutableSortedSet.of(node))),
                    f.met(),
                    f.inStep(),
                    f.winner())));
  }

  @Override
  public Map<String, Tla> variables(CibWorld world) {
    TreeMap<Tla, Tla> replicas = new TreeMap<>();
    TreeMap<Tla, Tla> disks = new TreeMap<>();
    TreeMap<Tla, Tla> storing = new TreeMap<>();
    TreeMap<Tla, Tla> heard = new TreeMap<>();
    world
        .nodes()
        .forEach((name, node) -> {
          Tla n = bounds.names().node(name);
          replicas.put(
              n,
              node.replica().map(s -> seen.computeIfAbsent(s, binding::state)).orElse(Tla.tuple()));
          disks.put(n, binding.stored(node.disk()));
          storing.put(n, node.storing().map(s -> Tla.tuple(binding.stored(s))).orElse(Tla.tuple()));
          heard.put(
              n,
              node.heard()
                  .map(h -> Tla.tuple(Tla.of(h.what()), binding.epoch(h.epoch())))
                  .orElse(Tla.tuple()));
        });
    Set<NodeName> retrying = Maps.filterValues(world.nodes(), CibWorld.Node::retrying).keySet();
    return Map.of(
        "replica", Tla.function(replicas),
        "disk", Tla.function(disks),
        "storing", Tla.function(storing),
        "retrying", bounds.names().nodes(retrying),
        "bus", world.bus().tla(bounds.names(), binding::message),
        "views", Tla.tuple(world.views().stream().map(binding::view).toList()),
        "requests", Tla.tuple(world.requests().stream().map(this::request).toList()),
        "heard", Tla.function(heard),
        "world", faults(world.faults()));
  }

  private Tla request(CibWorld.Request request) {
    return Tla.record(
        "by", bounds.names().node(request.by()),
        "kind", Tla.of(request.kind()),
        "result", Tla.of(request.result()),
        "term", binding.epoch(request.term()));
  }

  private Tla faults(CibWorld.Faults f) {
    return Tla.record(
        "crashes", Tla.of(f.crashes()),
        "failures", Tla.of(f.failures()),
        "disconnects", Tla.of(f.disconnects()),
        "off", bounds.names().nodes(f.off()),
        "met", bounds.names().nodes(f.met()),
        "inStep", bounds.names().nodes(f.inStep()),
        "winner", f.winner().map(bounds.names()::node).orElse(Tla.of(0)));
  }
}
