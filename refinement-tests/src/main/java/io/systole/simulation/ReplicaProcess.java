package io.systole.simulation;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.cluster.ClusterEngine;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibInvariants;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibMessageCodec;
import io.systole.protocol.cib.CibReplica;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.join.HeldCib;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The daemon that keeps the CIB, and its disk. */
final class ReplicaProcess extends SimProcess<CibState, CibEvent, CibEffect> {

  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  private final Map<Long, Answer> awaiting = new HashMap<>();
  private ClusterEngine.@Nullable Group group;
  private long requests;
  private @Nullable Cib told;
  private @Nullable Standing toldStanding;

  /** How a change ended. */
  sealed interface Outcome {
    record Changed(CibVersion version, Epoch epoch) implements Outcome {}

    record Refused(boolean again, String reason) implements Outcome {}

    record Unknown() implements Outcome {}
  }

  /** Hears how a change ended. */
  @FunctionalInterface
  interface Answer {
    void is(Outcome outcome);
  }

  /** What the controller is told when it changes. */
  private record Standing(HeldCib held, Epoch seen, boolean synchronised) {}

  ReplicaProcess(SimNode node) {
    super(
        node,
        Role.CIB,
        new Parts<>(
            new CibReplica(), CibState.initial(node.name(), node.disk().cib()), CibInvariants.ALL));
  }

  @Override
  void start() {
    group =
        join(
            "cib",
            new Ears(
                view -> local(new CibEvent.ViewChanged(view), "view"),
                (sender, letter) ->
                    handle(
                        new CibEvent.Delivered(sender, (CibMessage) letter.message()),
                        new Cause.Received(letter.id()))));
  }

  /** A client of this node asks for a change. */
  void propose(CibChange change, Answer answer) {
    long request = ++requests;
    awaiting.put(request, answer);
    if (!local(new CibEvent.ChangeProposed(request, change), "client")) {
      answered(request, new Outcome.Refused(true, "not now"));
    }
  }

  /** This node's controller orders a round. */
  void synchronise(ControllerEffect.SynchroniseCib order) {
    boolean taken =
        local(
            new CibEvent.SynchroniseOrdered(
                order.epoch(), order.source(), order.replicas(), order.quorate()),
            "controller");
    if (!taken) {
      node.tellController(new ControllerEvent.CibSynchroniseFailed(order.epoch(), "refused"));
    }
  }

  @Override
  void perform(CibEffect effect, MessageId id) {
    switch (effect) {
      case CibEffect.Multicast multicast -> multicast(multicast.message(), id);
      case CibEffect.Store store -> write(store.stored());
      case CibEffect.RetryStoring _ ->
          startTimer("retry", STORE_RETRY, new CibEvent.StoringRetried());
      case CibEffect.TellChanged changed ->
          answered(
              changed.request(), new Outcome.Changed(changed.version(), state().copy().seen()));
      case CibEffect.TellRefused refused ->
          answered(refused.request(), new Outcome.Refused(false, refused.reason()));
      case CibEffect.TellUnknown unknown -> answered(unknown.request(), new Outcome.Unknown());
      case CibEffect.TellSynchronised synchronised ->
          node.tellController(new ControllerEvent.CibSynchronised(synchronised.epoch()));
      case CibEffect.TellNotSynchronised failed ->
          node.tellController(
              new ControllerEvent.CibSynchroniseFailed(failed.epoch(), failed.reason().reason()));
      case CibEffect.TellRoundRefused refused ->
          node.tellController(new ControllerEvent.CibRoundRefused(refused.epoch()));
      case CibEffect.ReportDivergence diverged ->
          cluster
              .promises()
              .broken(
                  Promise.REPLICAS_AGREE,
                  name() + " differs from " + diverged.other() + " at " + diverged.version());
    }
  }

  @Override
  void stepped(CibEvent event, boolean refused) {
    cluster.promises().replicaStepped(node.name(), state());
    tellController();
  }

  /** The controller hears of the CIB and its standing whenever they change. */
  private void tellController() {
    Cib cib = state().copy().cib();
    if (!cib.equals(told)) {
      told = cib;
      node.tellController(new ControllerEvent.CibChanged(cib));
    }
    Optional<Standing> standing =
        state()
            .view()
            .map(view ->
                new Standing(
                    new HeldCib(state().copy().summary(), view.id()),
                    state().copy().seen(),
                    state().synchronised()));
    if (standing.isPresent() && !standing.get().equals(toldStanding)) {
      toldStanding = standing.get();
      node.tellController(
          new ControllerEvent.CibStateChanged(
              toldStanding.held(), toldStanding.seen(), toldStanding.synchronised()));
    }
  }

  /** A controller has connected and is told what it has missed. */
  void greet() {
    told = null;
    toldStanding = null;
    tellController();
  }

  private void multicast(CibMessage message, MessageId id) {
    if (group != null) {
      group.multicast(
          cluster.wire().send(id, message, m -> CibMessageCodec.read(CibMessageCodec.write(m))));
    }
  }

  private void write(StoredCib stored) {
    boolean full = node.disk().isFull();
    after(
        cluster.chances().syncTime(),
        () -> {
          if (full) {
            local(new CibEvent.StoringFailed("no space left on device"), "disk");
          } else {
            node.disk().write(stored);
            local(new CibEvent.Stored(stored), "disk");
          }
        });
  }

  private void answered(long request, Outcome outcome) {
    Answer answer = awaiting.remove(request);
    if (answer != null) {
      answer.is(outcome);
    }
  }
}
