package io.systole.refinement.cib;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.systole.cib.CibChange;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibState;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.graph.Composition.Moves;
import io.systole.refinement.tla.Tla;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that may happen to one replica. */
final class ReplicaMoves {

  private final CibBounds bounds;
  private final CibWorld world;
  private final NodeName self;
  private final CibWorld.Node node;
  private final CibState state;
  private final Moves<CibWorld> moves;
  private final Machine<CibState, CibEvent, CibEffect> machine;

  /** The machine that replicas are made of, and the bounds within which they move. */
  record Replicas(Machine<CibState, CibEvent, CibEffect> machine, CibBounds bounds) {}

  ReplicaMoves(Replicas replicas, CibWorld world, NodeName self, Moves<CibWorld> moves) {
    this.machine = replicas.machine();
    this.bounds = replicas.bounds();
    this.world = world;
    this.self = self;
    this.node = world.node(self);
    this.state = node.replica().orElseThrow();
    this.moves = moves;
  }

  void all() {
    world.bus().next(self).ifPresent(this::heard);
    disconnect();
    if (bounds.rounds().coordinators().contains(self)) {
      rounds();
    }
    if (bounds.clients().contains(self)) {
      changes();
    }
    node.storing().ifPresent(this::storing);
    if (node.retrying()) {
      step(new CibEvent.StoringRetried(), arguments(), world.with(self, node.retrying(false)));
    }
    if (bounds.limits().strays()) {
      strays();
    }
  }

  /** What comes once more, too late, damaged, or from one that is not there, if it is refused. */
  private void strays() {
    for (long request : state.proposals().keySet()) {
      stray(
          "ChangeRepeated",
          new CibEvent.ChangeProposed(request, CibChanges.of("stat", request, Optional.empty())),
          arguments("q", Tla.of(request)));
    }
    for (boolean old : new boolean[] {true, false}) {
      for (CibMessage message : strayed(old)) {
        for (NodeName other : bounds.names().nodes()) {
          stray(
              "MessageStrayed",
              new CibEvent.Delivered(other, message),
              arguments(
                  "m", bounds.names().node(other),
                  "kind", Tla.of(message.getClass().getSimpleName()),
                  "old", Tla.of(old)));
        }
      }
    }
  }

  /**
   * A message of each kind.
   *
   * @param old whether of a round that never was
   */
  private ImmutableList<CibMessage> strayed(boolean old) {
    NodeName first = bounds.names().nodes().getFirst();
    Epoch never = new Epoch(0, first);
    CibState.Copy copy = state.copy();
    Epoch epoch = old ? never : copy.seen();
    ViewId nowhere = new ViewId(0, first);
    ViewId view = old ? nowhere : state.view().map(View::id).orElse(nowhere);
    CibChange change = CibChanges.of("conf", 0, Optional.of(never));
    return ImmutableList.of(
        new CibMessage.SnapshotWanted(epoch, view, first, true),
        new CibMessage.Summary(epoch, true, copy.summary()),
        new CibMessage.Snapshot(epoch, CibChanges.applied(change, copy.cib())),
        new CibMessage.Propose(epoch, 0, change),
        new CibMessage.Persisted(
            epoch, copy.cib().version().ofConfiguration(), copy.cib().configurationDigest()));
  }

  private void stray(String action, CibEvent event, Map<String, Tla> which) {
    if (machine.step(state, event).refusal().isPresent()) {
      step(action, event, which, world);
    }
  }

  private void heard(Bus.Item<CibMessage> item) {
    CibWorld after = world.with(world.bus().heard(self));
    switch (item) {
      case Bus.ViewItem<CibMessage>(View view) -> {
        View known = world.views().get(Math.toIntExact(view.id().number()) - 1);
        step(new CibEvent.ViewChanged(known), arguments(), after);
      }
      case Bus.SaidItem<CibMessage>(NodeName from, CibMessage message) ->
          step(
              new CibEvent.Delivered(from, message),
              arguments("kind", Tla.of(message.getClass().getSimpleName())),
              after);
    }
  }

  private void disconnect() {
    CibWorld.Faults f = world.faults();
    if (world.bus().viewOf(self).isPresent() && f.disconnects() < bounds.limits().disconnects()) {
      step(
          new CibEvent.Disconnected(),
          arguments(),
          world
              .with(world.bus().leave(self))
              .with(
                  new CibWorld.Faults(
                      f.crashes(),
                      f.failures(),
                      f.disconnects() + 1,
                      f.off(),
                      f.met(),
                      f.inStep(),
                      f.winner())));
    }
  }

  private boolean mayLead() {
    return state
        .view()
        .map(view ->
            view.quorate()
                && (!bounds.twoNode()
                    || view.nodes().equals(bounds.names().all())
                    || (world.faults().inStep().contains(self)
                        && world.faults().winner().equals(Optional.of(self)))))
        .orElse(true);
  }

  private void rounds() {
    for (int number = 1; number <= bounds.limits().epoch(); number++) {
      for (int i = 0; i < world.views().size(); i++) {
        View replicas = world.views().get(i);
        for (NodeName source : Sets.intersection(replicas.members(), bounds.rounds().sources())) {
          for (boolean quorate : claims()) {
            step(
                new CibEvent.SynchroniseOrdered(
                    new Epoch(number, self), source, replicas.id(), quorate),
                arguments(
                    "number", Tla.of(number),
                    "source", bounds.names().node(source),
                    "replicas", Tla.of(i + 1L),
                    "quorate", Tla.of(quorate)),
                world);
          }
        }
      }
    }
  }

  private ImmutableList<Boolean> claims() {
    return Stream.of(true, false)
        .filter(whole -> bounds.rounds().mayClaim(whole) && (!whole || mayLead()))
        .collect(ImmutableList.toImmutableList());
  }

  private void changes() {
    int request = world.requests().size() + 1;
    if (request > bounds.limits().requests()) {
      return;
    }
    for (String kind : bounds.kinds()) {
      for (int number = 0; number <= bounds.limits().epoch(); number++) {
        Optional<Epoch> under =
            number == 0
                ? Optional.empty()
                : Optional.of(new Epoch(number, bounds.names().nodes().getFirst()));
        CibEvent event = new CibEvent.ChangeProposed(request, CibChanges.of(kind, request, under));
        boolean taken = machine.step(state, event).refusal().isEmpty();
        CibWorld.Request asked =
            new CibWorld.Request(self, kind, CibWorld.Request.OPEN, Optional.empty());
        CibWorld after =
            taken
                ? world.withRequests(
                    ImmutableList.<CibWorld.Request>builder()
                        .addAll(world.requests())
                        .add(asked)
                        .build())
                : world;
        step(event, arguments("kind", Tla.of(kind), "number", Tla.of(number)), after);
      }
    }
  }

  private void storing(StoredCib stored) {
    CibWorld.Node over =
        new CibWorld.Node(node.replica(), stored, Optional.empty(), node.retrying(), node.heard());
    step(new CibEvent.Stored(stored), arguments(), world.with(self, over));
    CibWorld.Faults f = world.faults();
    if (f.failures() < bounds.limits().failures()) {
      step(
          new CibEvent.StoringFailed("no space left"),
          arguments(),
          world
              .with(self, node.with(Optional.empty()))
              .with(
                  new CibWorld.Faults(
                      f.crashes(),
                      f.failures() + 1,
                      f.disconnects(),
                      f.off(),
                      f.met(),
                      f.inStep(),
                      f.winner())));
    }
  }

  private void step(CibEvent event, Map<String, Tla> more, CibWorld from) {
    step(event.getClass().getSimpleName(), event, more, from);
  }

  /** Takes the machine's step from {@code from}, which the event has already changed. */
  private void step(String action, CibEvent event, Map<String, Tla> more, CibWorld from) {
    Step<CibState, CibEffect> step = machine.step(state, event);
    Map<String, Tla> arguments = new TreeMap<>(more);
    arguments.put("n", bounds.names().node(self));
    arguments.put("o", Tla.of(step.refusal().map(Refusal::name).orElse("Taken")));
    moves.may(action, arguments, carryOut(from, step));
  }

  private CibWorld carryOut(CibWorld from, Step<CibState, CibEffect> step) {
    CibWorld.Node before = from.node(self);
    Bus<CibMessage> bus = from.bus();
    Optional<StoredCib> storing = before.storing();
    boolean retrying = before.retrying();
    Optional<CibWorld.Heard> heard = before.heard();
    List<CibWorld.Request> requests = new ArrayList<>(from.requests());
    CibWorld.Faults faults = from.faults();
    for (CibEffect effect : step.effects()) {
      switch (effect) {
        case CibEffect.Multicast(CibMessage message) -> bus = bus.say(self, message);
        case CibEffect.Store(StoredCib stored) -> storing = Optional.of(stored);
        case CibEffect.RetryStoring _ -> retrying = true;
        case CibEffect.TellChanged told -> {
          int i = Math.toIntExact(told.request()) - 1;
          requests.set(i, requests.get(i).changed(step.state().copy().term()));
        }
        case CibEffect.TellRefused told -> answer(requests, told.request(), told.cause().name());
        case CibEffect.TellUnknown told -> answer(requests, told.request(), "unknown");
        case CibEffect.TellSynchronised told -> {
          heard = Optional.of(new CibWorld.Heard("done", told.epoch()));
          if (bounds.twoNode() && roundOfAll(step.state())) {
            faults = faults.inStep(bounds.names().all());
          }
        }
        case CibEffect.TellNotSynchronised told ->
            heard = Optional.of(new CibWorld.Heard(told.reason().name(), told.epoch()));
        case CibEffect.TellRoundRefused _ -> {}
        case CibEffect.ReportDivergence told ->
            throw new IllegalStateException("the replicas diverge: " + told);
      }
    }
    return from.with(
            self,
            new CibWorld.Node(Optional.of(step.state()), before.disk(), storing, retrying, heard))
        .with(bus)
        .with(faults)
        .withRequests(ImmutableList.copyOf(requests));
  }

  private boolean roundOfAll(CibState after) {
    return after.view().filter(view -> view.nodes().equals(bounds.names().all())).isPresent()
        && after.mode() instanceof CibState.Mode.Synchronised(Epoch _, boolean leads)
        && leads;
  }

  private static void answer(List<CibWorld.Request> requests, long request, String result) {
    int i = Math.toIntExact(request) - 1;
    requests.set(i, requests.get(i).told(result));
  }
}
