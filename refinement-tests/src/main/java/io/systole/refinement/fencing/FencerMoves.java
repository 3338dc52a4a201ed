package io.systole.refinement.fencing;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.fencing.AgentOutcome;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.CallId;
import io.systole.protocol.fencing.Conclusion;
import io.systole.protocol.fencing.DeviceCall;
import io.systole.protocol.fencing.FenceRequest;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.FencingStatus;
import io.systole.protocol.fencing.FencingTimer;
import io.systole.protocol.fencing.OperationId;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.fencing.FencingWorld.Agent;
import io.systole.refinement.fencing.FencingWorld.Ask;
import io.systole.refinement.fencing.FencingWorld.Client;
import io.systole.refinement.graph.Composition.Moves;
import io.systole.refinement.tla.Tla;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** All that may happen to one fencer. */
final class FencerMoves {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ImmutableList<String> KINDS =
      ImmutableList.of("Query", "Execute", "Round", "Delay");
  private static final int STRAY_NUMBERS = 2;

  private final FencingModel model;
  private final FencingWorld world;
  private final Self self;
  private final FencingWorld.Node node;
  private final Moves<FencingWorld> moves;
  private final Machine<FencingState, FencingEvent, FencingEffect> machine;

  /** The fencer. */
  record Self(NodeName name, FencingState state) {}

  /** The machine that fencers are made of, and the model in which they move. */
  record Fencers(Machine<FencingState, FencingEvent, FencingEffect> machine, FencingModel model) {}

  FencerMoves(Fencers fencers, FencingWorld world, Self self, Moves<FencingWorld> moves) {
    this.machine = fencers.machine();
    this.model = fencers.model();
    this.world = world;
    this.self = self;
    this.node = world.node(self.name());
    this.moves = moves;
  }

  void all() {
    world.bus().next(self.name()).ifPresent(this::heard);
    request();
    timers();
    agents();
    for (Ask ask : node.asks()) {
      for (boolean capable : new boolean[] {true, false}) {
        step(
            new FencingEvent.DeviceAnswered(ask.operation(), ask.device(), capable),
            arguments("capable", Tla.of(capable)),
            at(n ->
                new FencingWorld.Node(
                    n.state(),
                    n.timers(),
                    n.agents(),
                    less(n.asks(), ask),
                    n.draws(),
                    n.starts())));
      }
    }
    for (CallId call : node.draws()) {
      step(
          new FencingEvent.DelayDrawn(call, Duration.ofSeconds(1)),
          arguments(),
          at(n ->
              new FencingWorld.Node(
                  n.state(), n.timers(), n.agents(), n.asks(), less(n.draws(), call), n.starts())));
    }
    for (long number : model.newEpochs()) {
      Map<String, Tla> arguments = arguments("number", Tla.of(number));
      step(new FencingEvent.EpochSeen(epoch(number)), arguments, world);
      step(
          new FencingEvent.DevicesConfigured(epoch(number), model.told(self.name(), number)),
          arguments,
          world);
    }
    if (model.strays()) {
      strays();
    }
  }

  private Epoch epoch(long number) {
    return new Epoch(number, model.names().nodes().getFirst());
  }

  private void heard(Bus.Item<FencingMessage> item) {
    FencingWorld after = world.with(world.bus().heard(self.name()));
    switch (item) {
      case Bus.ViewItem<FencingMessage>(View view) ->
          step(new FencingEvent.ViewChanged(view), arguments(), after);
      case Bus.SaidItem<FencingMessage>(NodeName from, FencingMessage message) ->
          step(
              new FencingEvent.MessageDelivered(from, message),
              arguments("kind", Tla.of(message.getClass().getSimpleName())),
              after);
    }
  }

  private void request() {
    int handle = world.clients().size() + 1;
    if (handle > model.wishes().size()) {
      return;
    }
    FencingModel.Wish wish = model.wishes().get(handle - 1);
    if (!wish.at().contains(self.name())) {
      return;
    }
    Optional<Epoch> epoch = wish.epoch() == 0 ? Optional.empty() : Optional.of(epoch(wish.epoch()));
    FencingEvent event =
        new FencingEvent.FenceRequested(
            new FenceRequest(handle, "client", wish.aim(), PATIENCE, epoch));
    OperationId id =
        new OperationId(self.state().counter() + 1, self.name(), self.state().incarnation());
    Client client = new Client(self.name(), id, wish.aim(), Client.OPEN, ImmutableSet.of());
    boolean taken = machine.step(self.state(), event).refusal().isEmpty();
    step(
        event,
        arguments(),
        taken
            ? world.withClients(
                ImmutableList.<Client>builder().addAll(world.clients()).add(client).build())
            : world);
  }

  private void timers() {
    for (FencingTimer timer : node.timers()) {
      String kind = kind(timer);
      if (model.timers().contains(kind)) {
        step(
            new FencingEvent.TimerFired(timer),
            arguments("kind", Tla.of(kind)),
            at(n ->
                new FencingWorld.Node(
                    n.state(),
                    less(n.timers(), timer),
                    n.agents(),
                    n.asks(),
                    n.draws(),
                    n.starts())));
      }
    }
  }

  private static String kind(FencingTimer timer) {
    String name = timer.getClass().getSimpleName();
    return name.substring(0, name.length() - "Timer".length());
  }

  private void agents() {
    for (Agent agent : node.agents()) {
      for (AgentOutcome outcome : model.outcomes()) {
        FencingWorld over =
            at(n ->
                new FencingWorld.Node(
                    n.state(),
                    n.timers(),
                    less(n.agents(), agent),
                    n.asks(),
                    n.draws(),
                    n.starts()));
        FencingWorld seen =
            outcome == AgentOutcome.SUCCEEDED
                ? over.withClients(
                    over.clients().stream()
                        .map(client -> client.saw(agent))
                        .collect(ImmutableList.toImmutableList()))
                : over;
        step(
            new FencingEvent.AgentFinished(agent.call(), outcome, ""),
            arguments("outcome", Tla.of(outcome.name())),
            seen);
      }
    }
  }

  private void strays() {
    for (String kind : KINDS) {
      for (FencingTimer timer : oldTimers(kind)) {
        if (!node.timers().contains(timer)) {
          step(
              "TimerStrayed",
              new FencingEvent.TimerFired(timer),
              arguments("kind", Tla.of(kind)),
              world);
        }
      }
    }
    for (DeviceCall call : self.state().calls().values()) {
      if (!call.isRunning()) {
        FencingEvent ended = new FencingEvent.AgentFinished(call.id(), AgentOutcome.SUCCEEDED, "");
        step("AgentStrayed", ended, arguments(), world);
      }
      if (!(call.status() instanceof DeviceCall.CallStatus.Delayed)) {
        FencingEvent drawn = new FencingEvent.DelayDrawn(call.id(), Duration.ofSeconds(1));
        step("DrawStrayed", drawn, arguments(), world);
      }
    }
    if (!self.state().configuration().devices().isEmpty()) {
      for (NodeName other : model.fencers()) {
        forged(other)
            .forEach((kind, message) ->
                step(
                    "MessageStrayed",
                    new FencingEvent.MessageDelivered(other, message),
                    arguments("m", model.names().node(other), "kind", Tla.of(kind)),
                    world));
      }
      self.state().history().records().values().forEach(this::repeated);
    }
  }

  /** What the originator said comes once more, or from one that is not there, if it is refused. */
  private void repeated(FencingRecord record) {
    Set<NodeName> speakers = new TreeSet<>(model.fencers());
    speakers.add(record.aim().target());
    for (NodeName other : speakers) {
      if (!self.state().isMember(other) || other.equals(record.id().originator())) {
        said(record)
            .forEach((kind, message) -> {
              FencingEvent event = new FencingEvent.MessageDelivered(other, message);
              if (machine.step(self.state(), event).refusal().isPresent()) {
                step(
                    "MessageRepeated",
                    event,
                    arguments("m", model.names().node(other), "kind", Tla.of(kind)),
                    world);
              }
            });
      }
    }
  }

  private List<FencingTimer> oldTimers(String kind) {
    Set<OperationId> operations = self.state().history().records().keySet();
    return switch (kind) {
      case "Query" -> operations.stream().<FencingTimer>map(FencingTimer.QueryTimer::new).toList();
      case "Round" -> operations.stream().<FencingTimer>map(FencingTimer.RoundTimer::new).toList();
      case "Execute" ->
          operations.stream()
              .flatMap(id ->
                  java.util.stream.IntStream.rangeClosed(1, STRAY_NUMBERS)
                      .mapToObj(number -> new CallId(id, number)))
              .<FencingTimer>map(FencingTimer.ExecuteTimer::new)
              .toList();
      case "Delay" ->
          self.state().calls().keySet().stream()
              .filter(call -> !node.draws().contains(call))
              .<FencingTimer>map(FencingTimer.DelayTimer::new)
              .toList();
      default -> throw new IllegalArgumentException("no timer is called " + kind);
    };
  }

  /** What {@code other} says in somebody else's name. */
  private Map<String, FencingMessage> forged(NodeName other) {
    OperationId id =
        other.equals(self.name())
            ? new OperationId(1, another(other), 1)
            : new OperationId(self.state().counter() + 1, self.name(), self.state().incarnation());
    return said(
        new FencingRecord(
            id, model.wishes().getFirst().aim(), "client", 0, Optional.empty(), Optional.empty()));
  }

  /** What only the originator of an operation may say, by its kind. */
  private Map<String, FencingMessage> said(FencingRecord record) {
    Conclusion failed = new Conclusion(FencingStatus.FAILED, Optional.empty(), "", 0);
    return ImmutableMap.of(
        "Query",
        new FencingMessage.Query(
            concluded(record, Optional.empty()),
            ImmutableSortedSet.of(self.name()),
            Optional.empty()),
        "Execute",
        new FencingMessage.Execute(
            new CallId(record.id(), 1),
            self.name(),
            self.state().configuration().devices().firstKey(),
            new Aim(record.aim().target(), FencingAction.OFF),
            Optional.empty()),
        "Result",
        new FencingMessage.Result(concluded(record, Optional.of(failed)), ImmutableSortedSet.of()));
  }

  private static FencingRecord concluded(FencingRecord record, Optional<Conclusion> how) {
    return new FencingRecord(
        record.id(), record.aim(), record.client(), record.startedMillis(), record.asOf(), how);
  }

  private NodeName another(NodeName than) {
    return model.fencers().stream().filter(n -> !n.equals(than)).findFirst().orElseThrow();
  }

  private FencingWorld at(UnaryOperator<FencingWorld.Node> change) {
    return world.with(self.name(), change.apply(node));
  }

  private static <T> ImmutableSet<T> less(Set<T> all, T one) {
    return all.stream().filter(x -> !x.equals(one)).collect(ImmutableSet.toImmutableSet());
  }

  private void step(FencingEvent event, Map<String, Tla> more, FencingWorld from) {
    step(event.getClass().getSimpleName(), event, more, from);
  }

  /** Takes the machine's step from {@code from}, which the event has already changed. */
  private void step(String action, FencingEvent event, Map<String, Tla> more, FencingWorld from) {
    Step<FencingState, FencingEffect> step = machine.step(self.state(), event);
    Map<String, Tla> arguments = new TreeMap<>(more);
    arguments.put("n", model.names().node(self.name()));
    arguments.put("o", Tla.of(step.refusal().map(Refusal::name).orElse("Taken")));
    moves.may(action, arguments, carryOut(from, step));
  }

  private FencingWorld carryOut(FencingWorld from, Step<FencingState, FencingEffect> step) {
    FencingWorld.Node before = from.node(self.name());
    Set<FencingTimer> timers = new LinkedHashSet<>(before.timers());
    Set<Agent> agents = new LinkedHashSet<>(before.agents());
    Set<Ask> asks = new LinkedHashSet<>(before.asks());
    Set<CallId> draws = new LinkedHashSet<>(before.draws());
    Bus<FencingMessage> bus = from.bus();
    ImmutableList<Client> clients = from.clients();
    for (FencingEffect effect : step.effects()) {
      switch (effect) {
        case FencingEffect.Multicast(FencingMessage message) ->
            bus = bus.say(self.name(), FencingTexts.without(message));
        case FencingEffect.StartTimer start -> timers.add(start.timer());
        case FencingEffect.CancelTimer cancel -> timers.remove(cancel.timer());
        case FencingEffect.RunAgent run ->
            agents.add(new Agent(run.call(), run.device().id(), run.aim()));
        case FencingEffect.AskDevice ask -> asks.add(new Ask(ask.operation(), ask.device().id()));
        case FencingEffect.DrawDelay draw -> draws.add(draw.call());
        case FencingEffect.ReplyToClient reply -> clients = told(clients, reply);
        case FencingEffect.NotifySubscribers _ -> {}
      }
    }
    return from.with(
            self.name(),
            new FencingWorld.Node(
                Optional.of(FencingTexts.without(step.state())),
                ImmutableSet.copyOf(timers),
                ImmutableSet.copyOf(agents),
                ImmutableSet.copyOf(asks),
                ImmutableSet.copyOf(draws),
                before.starts()))
        .with(bus)
        .withClients(clients);
  }

  private static ImmutableList<Client> told(
      ImmutableList<Client> clients, FencingEffect.ReplyToClient reply) {
    int index = Math.toIntExact(reply.handle()) - 1;
    String result = reply.record().conclusion().map(c -> c.status().name()).orElse("PENDING");
    ImmutableList.Builder<Client> all = ImmutableList.builder();
    for (int i = 0; i < clients.size(); i++) {
      all.add(i == index ? clients.get(i).told(result) : clients.get(i));
    }
    return all.build();
  }
}
