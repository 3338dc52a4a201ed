package io.systole.refinement.join;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.join.JoinConstants;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.join.JoinTimer;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Composition.Moves;
import io.systole.refinement.tla.Tla;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What may happen at one node. */
final class JoinMoves {

  /** As in {@code Join.tla}. */
  private static final int VERSION = 2;

  private static final int OLD_VERSION = 1;

  private final JoinBounds bounds;
  private final Names names;
  private final JoinWorld world;
  private final NodeName self;
  private final JoinWorld.Node node;
  private final Moves<JoinWorld> moves;
  private final Machine<JoinState, JoinEvent, JoinEffect> machine;

  /** What nodes are made of, and the bounds within which they move. */
  record Nodes(
      Function<JoinConstants, Machine<JoinState, JoinEvent, JoinEffect>> machine,
      JoinBounds bounds,
      Names names) {}

  JoinMoves(Nodes nodes, JoinWorld world, NodeName self, Moves<JoinWorld> moves) {
    this.bounds = nodes.bounds();
    this.names = nodes.names();
    this.world = world;
    this.self = self;
    this.node = world.node(self);
    this.moves = moves;
    this.machine = nodes.machine().apply(new JoinConstants(self, version(self)));
  }

  private int version(NodeName other) {
    return bounds.oldSpeakers().contains(names.node(other).toString()) ? OLD_VERSION : VERSION;
  }

  /** What a node's replica has, in the present view of the replicas. */
  private HeldCib held(NodeName other) {
    return new HeldCib(
        world.node(other).cib(), new ViewId(world.replicas(), names.nodes().getFirst()));
  }

  void all() {
    world.bus().next(self).ifPresent(this::heard);
    seen()
        .forEach(epoch ->
            take(
                "EpochSeen",
                new JoinEvent.EpochSeen(epoch),
                world,
                arguments("e", names.epoch(epoch))));
    if (bounds.may("RoundWanted")) {
      for (Epoch epoch : world.opened()) {
        Map<String, Tla> e = arguments("e", names.epoch(epoch));
        take("RoundWanted", new JoinEvent.RoundWanted(epoch), world, e);
      }
    }
    timer(JoinTimer.OFFER, "OfferOverdue");
    timer(JoinTimer.INTEGRATION, "IntegrationOverdue");
    timer(JoinTimer.FINALIZATION, "FinalizationOverdue");
    timer(JoinTimer.RETRY, "RetryDue");
    replica();
    node.orders().forEach(this::answered);
    for (Epoch epoch : node.writing()) {
      JoinWorld written = withNode(node.timers(), node.orders(), without(node.writing(), epoch));
      Map<String, Tla> e = arguments("e", names.epoch(epoch));
      take("SendConfirm", new JoinEvent.HistoryWritten(epoch), written, e);
    }
    if (bounds.may("Stray")) {
      for (Epoch epoch : world.opened()) {
        strays(epoch);
      }
    }
    faults();
  }

  /** The epochs that others may tell of, or only this node's replica. */
  private ImmutableSet<Epoch> seen() {
    if (bounds.may("EpochSeen")) {
      return ImmutableSet.copyOf(world.opened());
    }
    return bounds.may("Remembered") && node.known().number() != 0
        ? ImmutableSet.of(node.known())
        : ImmutableSet.of();
  }

  /** What comes once more, too late, or from one that is not there, as far as it is refused. */
  private void strays(Epoch epoch) {
    Map<String, Tla> e = arguments("e", names.epoch(epoch));
    if (!node.writing().contains(epoch)) {
      stray("SendConfirm", new JoinEvent.HistoryWritten(epoch), e);
    }
    if (!refused().contains(epoch)) {
      stray("RoundRefused", new JoinEvent.RoundRefused(epoch), e);
    }
    for (NodeName other : names.nodes()) {
      ImmutableList<JoinMessage> messages =
          ImmutableList.of(
              new JoinMessage.JoinAnnounce(epoch),
              new JoinMessage.JoinRequest(epoch, held(other), version(other)),
              new JoinMessage.JoinAck(epoch, ImmutableSortedSet.of(self)),
              new JoinMessage.JoinNack(epoch, self, ""),
              new JoinMessage.JoinConfirm(epoch));
      for (JoinMessage message : messages) {
        stray(
            "MessageStrayed",
            new JoinEvent.MessageDelivered(other, message),
            arguments(
                "m", names.node(other),
                "kind", Tla.of(message.getClass().getSimpleName()),
                "e", names.epoch(epoch)));
      }
    }
  }

  private void stray(String action, JoinEvent event, Map<String, Tla> which) {
    if (machine.step(node.state(), event).refusal().isPresent()) {
      take(action, event, world, which);
    }
  }

  private void heard(Bus.Item<JoinWorld.Said> item) {
    JoinWorld after = world.with(world.bus().heard(self));
    switch (item) {
      case Bus.ViewItem<JoinWorld.Said>(View view) ->
          always("ViewChanged", new JoinEvent.ViewChanged(view), after);
      case Bus.SaidItem<JoinWorld.Said>(NodeName from, JoinWorld.Said said) -> {
        switch (said) {
          case JoinWorld.Elected(NodeName dc, Epoch greatest) ->
              always("DcElected", new JoinEvent.DcElected(dc, greatest), after);
          case JoinWorld.Message(JoinMessage message) ->
              take(
                  message.getClass().getSimpleName().replace("Join", "Receive"),
                  new JoinEvent.MessageDelivered(from, message),
                  after,
                  arguments());
        }
      }
    }
  }

  private void timer(JoinTimer timer, String action) {
    boolean runs = node.timers().contains(timer);
    if (bounds.may(runs ? "Overdue" : "Late")) {
      JoinWorld fired = withNode(without(node.timers(), timer), node.orders(), node.writing());
      take(action, new JoinEvent.TimerFired(timer), fired, arguments());
    }
  }

  private void replica() {
    always(
        "CibTold",
        new JoinEvent.CibTold(held(self)),
        world.with(self, node.toldIn(world.replicas())));
    if (bounds.may("CibLost")) {
      take("CibLost", new JoinEvent.CibLost(), world, arguments());
    }
    for (Epoch epoch : refused()) {
      take(
          "RoundRefused",
          new JoinEvent.RoundRefused(epoch),
          world,
          arguments("e", names.epoch(epoch)));
    }
  }

  /** The rounds of others that were ordered and in which this node's replica takes no part. */
  private ImmutableSortedSet<Epoch> refused() {
    return names.nodes().stream()
        .filter(dc -> !dc.equals(self))
        .flatMap(dc -> world.node(dc).orders().stream())
        .filter(order -> order.replicas().number() == world.replicas())
        .map(JoinEffect.Synchronise::epoch)
        .filter(epoch -> !node.takesPart(epoch))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  private void answered(JoinEffect.Synchronise order) {
    JoinWorld answered = withNode(node.timers(), without(node.orders(), order), node.writing());
    Map<String, Tla> what = arguments("order", order(names, order));
    Epoch epoch = order.epoch();
    boolean done =
        order.replicas().number() == world.replicas()
            && names.nodes().stream().map(world::node).allMatch(other -> canInstall(other, epoch));
    if (done) {
      CibSummary chosen = world.node(order.source()).cib();
      JoinWorld everywhere = answered;
      for (NodeName other : names.nodes()) {
        everywhere =
            everywhere.with(
                other,
                everywhere
                    .node(other)
                    .holding(new CibSummary(epoch, chosen.version(), true, chosen.digest()))
                    .promising(epoch));
      }
      take("Synchronised", new JoinEvent.Synchronised(epoch), everywhere, what);
    }
    if (bounds.may("SynchroniseFailed") || !node.takesPart(epoch)) {
      take("SynchroniseFailed", new JoinEvent.SynchroniseFailed(epoch), answered, what);
    }
  }

  private static boolean canInstall(JoinWorld.Node other, Epoch epoch) {
    return other.takesPart(epoch) && other.cib().term().compareTo(epoch) < 0;
  }

  private void faults() {
    Map<String, Tla> n = arguments("n", names.node(self));
    if (bounds.may("Lost") && world.bus().canLose(self)) {
      moves.may("Lost", n, world.with(world.bus().lose(self)));
    }
    if (bounds.may("Remembered") && world.bus().views() == 0 && node.known().number() == 0) {
      for (NodeName dc : names.nodes()) {
        Epoch epoch = new Epoch(1, dc);
        moves.may(
            "Remembered",
            arguments("n", names.node(self), "e", names.epoch(epoch)),
            world.with(self, node.promising(epoch).outliving()));
      }
    }
    if (bounds.may("Restarted") && world.bus().viewOf(self).isPresent()) {
      moves.may("Restarted", n, world.restarted(self));
    }
  }

  /** A step that no guard can refuse, so that its action has no outcome. */
  private void always(String action, JoinEvent event, JoinWorld from) {
    Step<JoinState, JoinEffect> step = machine.step(node.state(), event);
    Map<String, Tla> n = arguments("n", names.node(self));
    if (step.refusal().isEmpty()) {
      moves.may(action, n, carryOut(from, step));
    } else {
      moves.may(action + "Refused", n, from);
    }
  }

  /** Takes the machine's step from {@code from}, which the event has already changed. */
  private void take(String action, JoinEvent event, JoinWorld from, Map<String, Tla> more) {
    Step<JoinState, JoinEffect> step = machine.step(node.state(), event);
    Map<String, Tla> arguments = new TreeMap<>(more);
    arguments.put("n", names.node(self));
    arguments.put("o", Tla.of(step.refusal().map(Refusal::name).orElse("Taken")));
    moves.may(action, arguments, carryOut(from, step));
  }

  private JoinWorld carryOut(JoinWorld from, Step<JoinState, JoinEffect> step) {
    JoinWorld.Node before = from.node(self);
    TreeSet<JoinTimer> timers = new TreeSet<>(before.timers());
    ImmutableSortedSet<JoinEffect.Synchronise> orders = before.orders();
    ImmutableSortedSet<Epoch> writing = before.writing();
    ImmutableSortedSet<Epoch> opened = from.opened();
    ImmutableSortedSet<ViewId> wanted = from.wanted();
    Bus<JoinWorld.Said> bus = from.bus();
    for (JoinEffect effect : step.effects()) {
      switch (effect) {
        case JoinEffect.Say(JoinMessage message) ->
            bus = bus.say(self, new JoinWorld.Message(message));
        case JoinEffect.OpenEpoch(Epoch epoch) -> opened = with(opened, epoch);
        case JoinEffect.Synchronise order -> orders = with(orders, order);
        case JoinEffect.WriteHistory(Epoch epoch) -> writing = with(writing, epoch);
        case JoinEffect.CompleteJoin _ -> {}
        case JoinEffect.CallElection _ ->
            wanted = with(wanted, world.bus().viewOf(self).orElseThrow().id());
        case JoinEffect.StartTimer start -> timers.add(start.timer());
        case JoinEffect.CancelTimer cancel -> timers.remove(cancel.timer());
      }
    }
    return from.with(
            self,
            new JoinWorld.Node(
                step.state(),
                ImmutableSortedSet.copyOf(timers),
                before.cib(),
                before.known(),
                before.spent(),
                before.told(),
                orders,
                writing))
        .with(bus)
        .opening(opened)
        .wanting(wanted, from.elections());
  }

  private JoinWorld withNode(
      ImmutableSortedSet<JoinTimer> timers,
      ImmutableSortedSet<JoinEffect.Synchronise> orders,
      ImmutableSortedSet<Epoch> writing) {
    return world.with(
        self,
        new JoinWorld.Node(
            node.state(),
            timers,
            node.cib(),
            node.known(),
            node.spent(),
            node.told(),
            orders,
            writing));
  }

  static Tla order(Names names, JoinEffect.Synchronise order) {
    return Tla.record(
        "epoch", names.epoch(order.epoch()),
        "source", names.node(order.source()),
        "replicas", names.view(order.replicas()));
  }

  static <T> ImmutableSortedSet<T> with(ImmutableSortedSet<T> set, T element) {
    return new ImmutableSortedSet.Builder<T>(set.comparator()).addAll(set).add(element).build();
  }

  static <T> ImmutableSortedSet<T> without(ImmutableSortedSet<T> set, T element) {
    return ImmutableSortedSet.copyOfSorted(Sets.filter(set, other -> !other.equals(element)));
  }
}
