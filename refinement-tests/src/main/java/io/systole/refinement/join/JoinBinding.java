package io.systole.refinement.join;

import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinRound;
import io.systole.protocol.join.JoinState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** States, events and effects of the join sequence, as {@code spec/join/JoinNode} has them. */
public record JoinBinding(Names names) implements Binding<JoinState, JoinEvent, JoinEffect> {

  private static final Tla NOBODY = Tla.of(0);

  @Override
  public Tla state(JoinState state) {
    return Tla.record(
        "seen", names.epoch(state.seen()),
        "view", state.view().map(this::view).orElse(noView()),
        "dc", state.dc().map(names::node).orElse(NOBODY),
        "phase", Tla.of(state.phase().name()),
        "offer", option(state.offer(), names::epoch),
        "held", option(state.held(), this::held),
        "round", option(state.round(), this::round));
  }

  private static Tla noView() {
    return Tla.record("id", Tla.tuple(), "members", Tla.set(java.util.List.of()));
  }

  private Tla view(View view) {
    return Tla.record("id", names.view(view.id()), "members", names.nodes(view.members()));
  }

  private Tla round(JoinRound round) {
    TreeMap<Tla, Tla> phases = new TreeMap<>();
    round.phases().forEach((node, phase) -> phases.put(names.node(node), Tla.of(phase.name())));
    TreeMap<Tla, Tla> held = new TreeMap<>();
    round.held().forEach((node, cib) -> held.put(names.node(node), held(cib)));
    return Tla.record(
        "epoch", names.epoch(round.epoch()),
        "stage", Tla.of(round.stage().name()),
        "phases", Tla.function(phases),
        "held", Tla.function(held),
        "source", round.source().map(names::node).orElse(NOBODY));
  }

  private Tla held(HeldCib held) {
    return Tla.record("cib", cib(held.summary()), "replicas", names.view(held.replicas()));
  }

  /** A CIB in short; equal versions of one term have equal digests, so the digest says no more. */
  Tla cib(CibSummary summary) {
    CibVersion version = summary.version();
    return Tla.record(
        "term", names.epoch(summary.term()),
        "version",
            Tla.tuple(
                Tla.of(version.adminEpoch()),
                Tla.of(version.epoch()),
                Tla.of(version.numUpdates())),
        "live", Tla.of(summary.live()));
  }

  @Override
  public Tla event(JoinEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case JoinEvent.ViewChanged(View view) -> Tla.record("type", type, "view", view(view));
      case JoinEvent.DcElected(NodeName dc, Epoch greatest) ->
          Tla.record("type", type, "dc", names.node(dc), "greatest", names.epoch(greatest));
      case JoinEvent.EpochSeen(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEvent.CibTold(HeldCib held) -> Tla.record("type", type, "held", held(held));
      case JoinEvent.CibLost _ -> Tla.record("type", type);
      case JoinEvent.MessageDelivered(NodeName sender, JoinMessage message) ->
          Tla.record("type", type, "from", names.node(sender), "message", message(message));
      case JoinEvent.Synchronised(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEvent.SynchroniseFailed(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEvent.RoundRefused(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEvent.HistoryWritten(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEvent.TimerFired fired ->
          Tla.record("type", type, "timer", Tla.of(fired.timer().name()));
      case JoinEvent.RoundWanted(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
    };
  }

  @Override
  public Tla effect(JoinEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case JoinEffect.Say(JoinMessage message) ->
          Tla.record("type", type, "message", message(message));
      case JoinEffect.OpenEpoch(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEffect.Synchronise(Epoch epoch, NodeName source, ViewId replicas) ->
          Tla.record(
              "type", type,
              "epoch", names.epoch(epoch),
              "source", names.node(source),
              "replicas", names.view(replicas));
      case JoinEffect.WriteHistory(Epoch epoch) ->
          Tla.record("type", type, "epoch", names.epoch(epoch));
      case JoinEffect.CompleteJoin complete ->
          Tla.record(
              "type", type,
              "epoch", names.epoch(complete.epoch()),
              "confirmed", names.nodes(complete.confirmed()));
      case JoinEffect.CallElection _ -> Tla.record("type", type);
      case JoinEffect.StartTimer start ->
          Tla.record("type", type, "timer", Tla.of(start.timer().name()));
      case JoinEffect.CancelTimer cancel ->
          Tla.record("type", type, "timer", Tla.of(cancel.timer().name()));
    };
  }

  /** A message on the bus. The reason of a refusal is for people. */
  Tla message(JoinMessage message) {
    Tla type = Tla.of(message.getClass().getSimpleName());
    return switch (message) {
      case JoinMessage.JoinAnnounce announce ->
          Tla.record("type", type, "seen", names.epoch(announce.seen()));
      case JoinMessage.JoinOffer offer ->
          Tla.record(
              "type", type, "epoch", names.epoch(offer.epoch()), "to", names.nodes(offer.to()));
      case JoinMessage.JoinRequest request ->
          Tla.record(
              "type", type,
              "epoch", names.epoch(request.epoch()),
              "held", held(request.cib()),
              "version", Tla.of(request.version()));
      case JoinMessage.JoinAck ack ->
          Tla.record("type", type, "epoch", names.epoch(ack.epoch()), "to", names.nodes(ack.to()));
      case JoinMessage.JoinNack nack ->
          Tla.record("type", type, "epoch", names.epoch(nack.epoch()), "to", names.node(nack.to()));
      case JoinMessage.JoinConfirm confirm ->
          Tla.record("type", type, "epoch", names.epoch(confirm.epoch()));
    };
  }

  private static <T> Tla option(Optional<T> value, Function<T, Tla> form) {
    return value.map(form).map(Tla::tuple).orElse(Tla.tuple());
  }
}
