package io.systole.refinement.leadership;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.controller.Leading;
import io.systole.protocol.controller.Presence;
import io.systole.protocol.controller.Standing;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.leadership.LeadershipWorld.Controller;
import io.systole.refinement.leadership.LeadershipWorld.Copy;
import io.systole.refinement.leadership.LeadershipWorld.EngineView;
import io.systole.refinement.leadership.LeadershipWorld.Node;
import io.systole.refinement.leadership.LeadershipWorld.Round;
import io.systole.refinement.tla.Tla;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Two controllers' memories over two replicas: {@code spec/leadership}, made of the code. */
public final class LeadershipComposition implements Composition<LeadershipWorld> {

  private static final Names NAMES = Names.count(2);

  private final LeadershipBounds bounds;

  public LeadershipComposition(LeadershipBounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public LeadershipWorld initial() {
    NodeName first = NAMES.nodes().getFirst();
    Epoch epoch = new Epoch(1, first);
    ImmutableSortedMap.Builder<NodeName, Node> nodes = ImmutableSortedMap.naturalOrder();
    for (NodeName node : NAMES.nodes()) {
      Controller inStep =
          new Controller(
              Presence.NONE.members(1, ImmutableSortedSet.of(other(node))),
              Standing.NONE.acknowledged(true));
      nodes.put(
          node, new Node(Optional.of(inStep), new Copy(epoch, 1, ImmutableList.of(), 1), 1, 0));
    }
    EngineView view = new EngineView(NAMES.all(), Optional.of(new Round(epoch, true, true, true)));
    return new LeadershipWorld(
        nodes.buildOrThrow(),
        ImmutableList.of(view),
        ImmutableList.of(),
        new LeadershipWorld.Faults(0, 0));
  }

  private static NodeName other(NodeName node) {
    return NAMES.nodes().get(1 - NAMES.nodes().indexOf(node));
  }

  private static ImmutableSortedSet<NodeName> here(LeadershipWorld world, int view) {
    return ImmutableSortedSet.copyOf(
        Sets.filter(world.view(view).nodes(), node -> world.node(node).view() == view));
  }

  @Override
  public void moves(LeadershipWorld world, Moves<LeadershipWorld> moves) {
    for (NodeName node : NAMES.nodes()) {
      if (world.up(node)) {
        rounds(world, node, moves);
        told(world, node, moves);
        faults(world, node, moves);
      } else {
        moves.may(
            "Booted", named(node), world.with(node, world.node(node).with(Controller.STARTED)));
      }
    }
    for (int view = 1; view <= world.views().size(); view++) {
      synchronise(world, view, moves);
      change(world, view, moves);
    }
    views(world, moves);
  }

  private static Map<String, Tla> named(NodeName node) {
    return arguments("n", NAMES.node(node));
  }

  private void rounds(LeadershipWorld world, NodeName dc, Moves<LeadershipWorld> moves) {
    int view = world.node(dc).view();
    if (view == 0) {
      return;
    }
    ImmutableSortedSet<NodeName> here = here(world, view);
    long number = 1 + here.stream().mapToLong(n -> world.node(n).copy().seen()).max().orElse(0);
    if (number > bounds.epoch()) {
      return;
    }
    for (boolean both : here.size() == 2 ? new boolean[] {true, false} : new boolean[] {false}) {
      LeadershipWorld next = world.with(view, new Round(new Epoch(number, dc), both, false, false));
      for (NodeName node : NAMES.nodes()) {
        Node known = next.node(node);
        if (both || node.equals(dc)) {
          Controller memory = known.controller().orElseThrow();
          ImmutableSortedSet<NodeName> members =
              both ? ImmutableSortedSet.of(other(node)) : ImmutableSortedSet.of();
          known =
              known.with(
                  new Controller(memory.presence().members(number, members), memory.standing()));
        }
        next =
            next.with(node, here.contains(node) ? known.with(known.copy().seeing(number)) : known);
      }
      moves.may("RoundBegun", arguments("n", NAMES.node(dc), "both", Tla.of(both)), next);
    }
  }

  private static void synchronise(LeadershipWorld world, int v, Moves<LeadershipWorld> moves) {
    EngineView view = world.view(v);
    Optional<Round> open = view.round().filter(round -> !round.synchronised());
    ImmutableSortedSet<NodeName> here = here(world, v);
    if (open.isEmpty() || !here.equals(view.nodes())) {
      return;
    }
    Epoch epoch = open.get().epoch();
    Copy best = world.node(here.first()).copy();
    for (NodeName node : here) {
      Copy copy = world.node(node).copy();
      best = copy.isBetterThan(best) ? copy : best;
    }
    boolean leads = mayLead(world, epoch.coordinator(), v);
    LeadershipWorld next = world.with(v, new Round(epoch, open.get().both(), true, leads));
    for (NodeName node : here) {
      Copy copy =
          new Copy(
              leads ? epoch : best.term(),
              next.node(node).copy().seen(),
              best.holds(),
              leads ? v : 0);
      next = next.with(node, next.node(node).with(copy));
    }
    moves.may("Synchronised", arguments("v", Tla.of(v)), next);
  }

  private static boolean mayLead(LeadershipWorld world, NodeName dc, int v) {
    Controller memory = world.node(dc).controller().orElseThrow();
    int ledIn = world.node(dc).copy().ledIn();
    Standing standing =
        ledIn == 0 ? memory.standing() : memory.standing().leadingIn(new ViewId(ledIn, dc));
    return world.view(v).nodes().size() == 2
        || Leading.mayLeadAlone(
            standing, memory.presence().isFenced(other(dc)), Optional.of(new ViewId(v, dc)));
  }

  private void change(LeadershipWorld world, int v, Moves<LeadershipWorld> moves) {
    Optional<Round> round = world.view(v).round().filter(r -> r.synchronised() && r.leads());
    if (world.changes().size() >= bounds.changes() || round.isEmpty()) {
      return;
    }
    Epoch epoch = round.get().epoch();
    Set<NodeName> ready =
        Sets.filter(
            here(world, v),
            node ->
                world.node(node).copy().term().equals(epoch)
                    && world.node(node).copy().seen() == epoch.number());
    int change = world.changes().size() + 1;
    for (Set<NodeName> who : Sets.powerSet(ImmutableSortedSet.copyOf(ready))) {
      if (who.isEmpty()) {
        continue;
      }
      boolean acknowledged = who.equals(world.view(v).nodes());
      LeadershipWorld next = world.changing(acknowledged ? Optional.of(epoch) : Optional.empty());
      for (NodeName node : who) {
        next = next.with(node, next.node(node).with(next.node(node).copy().holding(change)));
      }
      moves.may("Changed", arguments("v", Tla.of(v), "who", NAMES.nodes(who)), next);
    }
  }

  private static void told(LeadershipWorld world, NodeName name, Moves<LeadershipWorld> moves) {
    Node node = world.node(name);
    Controller memory = node.controller().orElseThrow();
    Optional<Round> round =
        Optional.of(node.view()).filter(v -> v > 0).flatMap(v -> world.view(v).round());
    if (round.isPresent()
        && round.get().synchronised()
        && (round.get().both() || round.get().epoch().coordinator().equals(name))
        && round.get().epoch().number() == node.copy().seen()) {
      Controller knowing =
          new Controller(memory.presence(), memory.standing().acknowledged(round.get().both()));
      if (!knowing.equals(memory)) {
        moves.may("Acknowledged", named(name), world.with(name, node.with(knowing)));
      }
    }
    if (node.result() > 0) {
      Controller knowing =
          new Controller(memory.presence().fenced(other(name), node.result()), memory.standing());
      moves.may("FencingTold", named(name), world.with(name, node.with(knowing).resulting(0)));
    }
  }

  private void views(LeadershipWorld world, Moves<LeadershipWorld> moves) {
    if (world.views().size() >= bounds.views()) {
      return;
    }
    for (NodeName node : NAMES.nodes()) {
      int view = world.node(node).view();
      boolean alone = view > 0 && world.view(view).nodes().equals(ImmutableSortedSet.of(node));
      if (world.up(node) && !alone) {
        moves.may("Alone", named(node), formed(world, ImmutableSortedSet.of(node)));
      }
    }
    boolean together = false;
    for (int view = 1; view <= world.views().size(); view++) {
      together |= here(world, view).equals(NAMES.all());
    }
    if (!together && NAMES.nodes().stream().allMatch(world::up)) {
      moves.may("Met", arguments(), formed(world, NAMES.all()));
    }
  }

  private static LeadershipWorld formed(LeadershipWorld world, ImmutableSortedSet<NodeName> nodes) {
    LeadershipWorld next = world.forming(new EngineView(nodes, Optional.empty()));
    for (NodeName node : nodes) {
      next = next.with(node, next.node(node).in(next.views().size()));
    }
    return next;
  }

  private void faults(LeadershipWorld world, NodeName name, Moves<LeadershipWorld> moves) {
    Node node = world.node(name);
    LeadershipWorld.Faults faults = world.faults();
    if (faults.restarts() < bounds.restarts()) {
      LeadershipWorld.Faults more =
          new LeadershipWorld.Faults(faults.fencings(), faults.restarts() + 1);
      moves.may("Crashed", named(name), gone(world, name).with(more));
      moves.may(
          "ControllerRestarted",
          named(name),
          world.with(name, node.with(Controller.STARTED)).with(more));
    }
    boolean alone =
        node.view() > 0 && world.view(node.view()).nodes().equals(ImmutableSortedSet.of(name));
    if (alone && faults.fencings() < bounds.fencings()) {
      world
          .view(node.view())
          .round()
          .ifPresent(round ->
              moves.may(
                  "Fenced",
                  named(name),
                  gone(world, other(name))
                      .with(name, node.resulting(round.epoch().number()))
                      .with(new LeadershipWorld.Faults(faults.fencings() + 1, faults.restarts()))));
    }
  }

  private static LeadershipWorld gone(LeadershipWorld world, NodeName name) {
    return world.with(name, world.node(name).gone());
  }

  @Override
  public Map<String, Tla> variables(LeadershipWorld world) {
    Map<String, Tla> variables = new TreeMap<>();
    variables.put("node", each(name -> memory(world, name)));
    variables.put("copy", each(name -> copy(world.node(name).copy())));
    variables.put("view", each(name -> Tla.of(world.node(name).view())));
    variables.put("results", each(name -> Tla.of(world.node(name).result())));
    variables.put(
        "views",
        Tla.tuple(
            world.views().stream().map(view -> NAMES.nodes(view.nodes())).toArray(Tla[]::new)));
    variables.put(
        "rounds",
        Tla.tuple(
            world.views().stream()
                .map(view -> view.round().map(this::round).orElse(Tla.tuple()))
                .toArray(Tla[]::new)));
    variables.put(
        "changes",
        Tla.tuple(
            world.changes().stream()
                .map(change -> change.map(NAMES::epoch).orElse(Tla.tuple()))
                .toArray(Tla[]::new)));
    variables.put(
        "faults",
        Tla.record(
            "fencings", Tla.of(world.faults().fencings()),
            "restarts", Tla.of(world.faults().restarts())));
    return variables;
  }

  private static Tla each(Function<NodeName, Tla> value) {
    return Tla.tuple(NAMES.nodes().stream().map(value).toArray(Tla[]::new));
  }

  private static Tla memory(LeadershipWorld world, NodeName name) {
    return world
        .node(name)
        .controller()
        .map(memory ->
            Tla.record(
                "since", Tla.of(memory.presence().since()),
                "lastMember", Tla.of(memory.presence().lastMember().getOrDefault(other(name), 0L)),
                "fencing", Tla.of(memory.presence().fencings().getOrDefault(other(name), 0L)),
                "inStep", Tla.of(memory.standing().inStep())))
        .orElse(Tla.tuple());
  }

  private static Tla copy(Copy copy) {
    return Tla.record(
        "term", NAMES.epoch(copy.term()),
        "seen", Tla.of(copy.seen()),
        "holds", Tla.tuple(copy.holds().stream().map(Tla::of).toArray(Tla[]::new)),
        "ledIn", Tla.of(copy.ledIn()));
  }

  private Tla round(Round round) {
    return Tla.record(
        "epoch", NAMES.epoch(round.epoch()),
        "both", Tla.of(round.both()),
        "synchronised", Tla.of(round.synchronised()),
        "leads", Tla.of(round.leads()));
  }
}
