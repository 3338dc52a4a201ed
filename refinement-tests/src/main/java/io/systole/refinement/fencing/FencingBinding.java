package io.systole.refinement.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.fencing.Attempt;
import io.systole.protocol.fencing.DelayRange;
import io.systole.protocol.fencing.DeviceCall;
import io.systole.protocol.fencing.FenceDevice;
import io.systole.protocol.fencing.FencingConfiguration;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingLevel;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.FencingTimer;
import io.systole.protocol.fencing.HostCheck;
import io.systole.protocol.fencing.Inquiry;
import io.systole.protocol.fencing.Offer;
import io.systole.protocol.fencing.PlanStep;
import io.systole.protocol.fencing.Progress;
import io.systole.protocol.fencing.Round;
import io.systole.protocol.fencing.RoundPhase;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.TreeMap;

/**
 * States, events and effects of a fencer, as {@code spec/fencing/FencingNode} has them.
 *
 * @param values of operations and messages
 */
public record FencingBinding(FencingValues values)
    implements Binding<FencingState, FencingEvent, FencingEffect> {

  private Names names() {
    return values.names();
  }

  @Override
  public Tla state(FencingState state) {
    TreeMap<Tla, Tla> rounds = new TreeMap<>();
    state.rounds().forEach((id, round) -> rounds.put(values.operation(id), round(round)));
    TreeMap<Tla, Tla> calls = new TreeMap<>();
    state.calls().forEach((id, call) -> calls.put(values.call(id), call(call)));
    TreeMap<Tla, Tla> inquiries = new TreeMap<>();
    state.inquiries().forEach((id, asked) -> inquiries.put(values.operation(id), inquiry(asked)));
    TreeMap<Tla, Tla> leading = new TreeMap<>();
    state.leading().forEach((aim, id) -> leading.put(values.aim(aim), values.operation(id)));
    return Tla.record(
        "inc", Tla.of(state.incarnation()),
        "view", state.surroundings().view().map(this::view).orElse(Tla.tuple()),
        "epoch", values.epoch(state.surroundings().epoch()),
        "devices", devices(state.configuration()),
        "topology", topology(state.configuration()),
        "counter", Tla.of(state.counter()),
        "rounds", Tla.function(rounds),
        "calls", Tla.function(calls),
        "inquiries", Tla.function(inquiries),
        "leading", Tla.function(leading),
        "history", values.history(state.history().records().values()));
  }

  private Tla view(View view) {
    return Tla.record("id", names().view(view.id()), "members", names().nodes(view.members()));
  }

  Tla devices(FencingConfiguration configuration) {
    TreeMap<Tla, Tla> devices = new TreeMap<>();
    configuration.devices().forEach((id, device) -> devices.put(values.device(id), device(device)));
    return Tla.function(devices);
  }

  private Tla device(FenceDevice device) {
    TreeMap<Tla, Tla> terms = new TreeMap<>();
    device.actions().forEach((action, t) -> terms.put(Tla.of(action.name()), Tla.of(t.attempts())));
    boolean any = device.hosts().check() == HostCheck.NONE;
    return Tla.record(
        "asks", Tla.of(device.hosts().mustAsk()),
        "hosts", names().nodes(any ? names().all() : device.hosts().listed()),
        "terms", Tla.function(terms),
        "delay", Tla.of(delay(device.delay())),
        "priority", Tla.of(device.priority()),
        "limit", Tla.of(device.actionLimit()),
        "verified", Tla.of(device.verified()));
  }

  private static String delay(DelayRange delay) {
    if (delay.max().isZero()) {
      return "none";
    }
    return delay.isDrawn() ? "drawn" : "fixed";
  }

  Tla topology(FencingConfiguration configuration) {
    TreeMap<Tla, Tla> topology = new TreeMap<>();
    configuration
        .topology()
        .forEach((target, levels) -> topology.put(names().node(target), levels(levels)));
    return Tla.function(topology);
  }

  private Tla levels(ImmutableList<FencingLevel> levels) {
    return Tla.tuple(
        levels.stream()
            .map(level -> Tla.tuple(level.devices().stream().map(values::device).toList()))
            .toList());
  }

  private Tla round(Round round) {
    return Tla.record(
        "handle", Tla.of(round.request().handle()),
        "aim", values.aim(round.aim()),
        "epoch", values.epoch(round.request().epoch()),
        "asOf", values.epoch(round.operation().asOf()),
        "phase", phase(round.phase()));
  }

  private Tla phase(RoundPhase phase) {
    Tla is = Tla.of(phase.getClass().getSimpleName());
    return switch (phase) {
      case RoundPhase.Announced _ -> Tla.record("is", is);
      case RoundPhase.Following following ->
          Tla.record("is", is, "leader", values.operation(following.leader()));
      case RoundPhase.Querying querying ->
          Tla.record(
              "is", is,
              "awaited", names().nodes(querying.awaited()),
              "offers", offers(querying.offers()));
      case RoundPhase.Executing executing ->
          Tla.record(
              "is", is,
              "progress", progress(executing.progress()),
              "number", Tla.of(executing.call().number()),
              "attempt", attempt(executing.attempt()));
      case RoundPhase.Concluding concluding ->
          Tla.record(
              "is", is,
              "record", values.record(concluding.result().record()),
              "covered", values.operations(concluding.result().covered()));
    };
  }

  private Tla offers(ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers) {
    TreeMap<Tla, Tla> all = new TreeMap<>();
    offers.forEach((peer, of) -> all.put(names().node(peer), values.offers(of)));
    return Tla.function(all);
  }

  private Tla progress(Progress progress) {
    return Tla.record(
        "offers", offers(progress.offers()),
        "levels", levels(progress.levels()),
        "steps", Tla.tuple(progress.steps().stream().map(this::step).toList()),
        "tried", Tla.set(progress.tried().stream().map(this::attempt).toList()),
        "calls", Tla.of(progress.calls()),
        "covered",
            progress.covered().map(ids -> Tla.tuple(values.operations(ids))).orElse(Tla.tuple()));
  }

  private Tla step(PlanStep step) {
    return Tla.record(
        "action", Tla.of(step.action().name()),
        "device", step.device().map(values::device).orElse(Tla.of(0)),
        "required", Tla.of(step.required()));
  }

  private Tla attempt(Attempt attempt) {
    return Tla.tuple(
        names().node(attempt.peer()),
        values.device(attempt.device()),
        Tla.of(attempt.action().name()));
  }

  private Tla call(DeviceCall call) {
    return Tla.record(
        "device", values.device(call.device().id()),
        "aim", values.aim(call.order().aim()),
        "left", Tla.of(call.attemptsLeft()),
        "limit", Tla.of(call.device().actionLimit()),
        "status", status(call.status()));
  }

  private Tla status(DeviceCall.CallStatus status) {
    Tla is = Tla.of(status.getClass().getSimpleName());
    return status instanceof DeviceCall.CallStatus.Ended ended
        ? Tla.record("is", is, "answer", values.message(ended.answer()))
        : Tla.record("is", is);
  }

  private Tla inquiry(Inquiry inquiry) {
    return Tla.record(
        "aim", values.aim(inquiry.aim()),
        "unanswered", values.devices(inquiry.unanswered()),
        "capable", values.devices(inquiry.capable()));
  }

  @Override
  public Tla event(FencingEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case FencingEvent.DevicesConfigured(Epoch epoch, FencingConfiguration configuration) ->
          Tla.record(
              "type", type,
              "epoch", names().epoch(epoch),
              "devices", devices(configuration),
              "topology", topology(configuration));
      case FencingEvent.ViewChanged(View view) -> Tla.record("type", type, "view", view(view));
      case FencingEvent.EpochSeen(Epoch epoch) ->
          Tla.record("type", type, "epoch", names().epoch(epoch));
      case FencingEvent.FenceRequested asked ->
          Tla.record(
              "type", type,
              "handle", Tla.of(asked.request().handle()),
              "aim", values.aim(asked.request().aim()),
              "epoch", values.epoch(asked.request().epoch()));
      case FencingEvent.MessageDelivered said ->
          Tla.record(
              "type", type,
              "sender", names().node(said.sender()),
              "message", values.message(said.message()));
      case FencingEvent.TimerFired(FencingTimer timer) ->
          Tla.record("type", type, "timer", values.timer(timer));
      case FencingEvent.AgentFinished ended ->
          Tla.record(
              "type", type,
              "call", values.call(ended.call()),
              "outcome", Tla.of(ended.outcome().name()));
      case FencingEvent.DeviceAnswered answer ->
          Tla.record(
              "type", type,
              "id", values.operation(answer.operation()),
              "device", values.device(answer.device()),
              "capable", Tla.of(answer.capable()));
      case FencingEvent.DelayDrawn drawn ->
          Tla.record("type", type, "call", values.call(drawn.call()));
      case FencingEvent.ClockTold _ -> Tla.record("type", type);
    };
  }

  @Override
  public Tla effect(FencingEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case FencingEffect.Multicast said ->
          Tla.record("type", type, "message", values.message(said.message()));
      case FencingEffect.RunAgent run ->
          Tla.record(
              "type", type,
              "call", values.call(run.call()),
              "device", values.device(run.device().id()),
              "aim", values.aim(run.aim()));
      case FencingEffect.AskDevice ask ->
          Tla.record(
              "type", type,
              "id", values.operation(ask.operation()),
              "device", values.device(ask.device().id()));
      case FencingEffect.DrawDelay draw ->
          Tla.record("type", type, "call", values.call(draw.call()));
      case FencingEffect.StartTimer start ->
          Tla.record("type", type, "timer", values.timer(start.timer()));
      case FencingEffect.CancelTimer cancel ->
          Tla.record("type", type, "timer", values.timer(cancel.timer()));
      case FencingEffect.ReplyToClient reply ->
          Tla.record(
              "type", type,
              "handle", Tla.of(reply.handle()),
              "id", values.operation(reply.record().id()),
              "record", values.record(reply.record()));
      case FencingEffect.NotifySubscribers notify ->
          Tla.record(
              "type", type,
              "id", values.operation(notify.record().id()),
              "record", values.record(notify.record()));
    };
  }
}
