package io.systole.simulation;

import io.systole.cib.CibChange;
import io.systole.cluster.ClusterEngine;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.protocol.controller.Controller;
import io.systole.protocol.controller.ControllerConstants;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.ControllerInvariants;
import io.systole.protocol.controller.ControllerMessage;
import io.systole.protocol.controller.ControllerMessageCodec;
import io.systole.protocol.controller.ControllerState;
import io.systole.scheduler.Scheduler;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The controller, with the scheduler beside it. */
final class ControllerProcess
    extends SimProcess<ControllerState, ControllerEvent, ControllerEffect> {

  private ClusterEngine.@Nullable Group group;

  ControllerProcess(SimNode node) {
    super(
        node,
        Role.CONTROLLER,
        new Parts<>(
            new Controller(
                new ControllerConstants(node.name(), node.ids(), node.name() + "-" + node.lives())),
            ControllerState.initial(node.name()),
            ControllerInvariants.of(node.name())));
  }

  @Override
  void start() {
    group =
        join(
            "controller",
            new Ears(
                view -> local(new ControllerEvent.ViewChanged(view), "view"),
                (sender, letter) ->
                    handle(
                        new ControllerEvent.MessageDelivered(
                            sender, (ControllerMessage) letter.message()),
                        new Cause.Received(letter.id()))));
  }

  void epochSeen(Epoch epoch) {
    local(new ControllerEvent.EpochSeen(epoch), "epoch");
  }

  @Override
  void perform(ControllerEffect effect, MessageId id) {
    switch (effect) {
      case ControllerEffect.Multicast multicast -> multicast(multicast.message(), id);
      case ControllerEffect.AnnounceEpoch announce -> node.announceEpoch(announce.epoch(), id);
      case ControllerEffect.StartTimer start ->
          startTimer(start.timer(), start.after(), new ControllerEvent.TimerFired(start.timer()));
      case ControllerEffect.CancelTimer cancel -> cancelTimer(cancel.timer());
      case ControllerEffect.ProposeEdits propose -> propose(propose);
      case ControllerEffect.SynchroniseCib order ->
          node.ask(ReplicaProcess.class, replica -> replica.synchronise(order));
      case ControllerEffect.AskScheduler ask -> schedule(ask);
      case ControllerEffect.Execute execute ->
          node.ask(ExecutorProcess.class, executor -> executor.execute(execute));
      case ControllerEffect.CancelOperation cancel ->
          node.ask(ExecutorProcess.class, executor -> executor.cancel(cancel));
      case ControllerEffect.AskHistory _ ->
          node.ask(ExecutorProcess.class, ExecutorProcess::tellHistory);
      case ControllerEffect.PushDevices push ->
          node.ask(FencerProcess.class, fencer -> fencer.configure(push));
      case ControllerEffect.Fence fence ->
          node.ask(FencerProcess.class, fencer -> fencer.fence(fence));
      case ControllerEffect.UpdateAttribute update ->
          node.ask(AttributesProcess.class, attributes -> attributes.update(update));
      case ControllerEffect.PurgeAttributes purge ->
          node.ask(AttributesProcess.class, attributes -> attributes.purge(purge.node()));
      case ControllerEffect.LeaveCompleted _ -> node.leave();
    }
  }

  private void multicast(ControllerMessage message, MessageId id) {
    if (group != null) {
      group.multicast(
          cluster
              .wire()
              .send(
                  id,
                  message,
                  m -> ControllerMessageCodec.decode(ControllerMessageCodec.encode(m))));
    }
  }

  private void propose(ControllerEffect.ProposeEdits propose) {
    CibChange change =
        new CibChange(propose.edits(), Optional.empty(), propose.epoch(), false, Optional.empty());
    node.ask(
        ReplicaProcess.class,
        replica ->
            replica.propose(
                change, outcome -> node.tellController(told(propose.number(), outcome))));
  }

  private static ControllerEvent told(long number, ReplicaProcess.Outcome outcome) {
    return switch (outcome) {
      case ReplicaProcess.Outcome.Changed changed ->
          new ControllerEvent.EditsAccepted(number, changed.version());
      case ReplicaProcess.Outcome.Refused refused ->
          new ControllerEvent.EditsRefused(number, refused.again(), refused.reason());
      case ReplicaProcess.Outcome.Unknown() ->
          new ControllerEvent.EditsRefused(number, true, "nobody knows");
    };
  }

  private void schedule(ControllerEffect.AskScheduler ask) {
    Element cib = cluster.sabotage().scheduled(ask.cib());
    long now = node.clockMillis() / 1000;
    Element graph;
    try {
      graph = Scheduler.schedule(cib, now).graphXml();
    } catch (RuntimeException e) {
      throw new BrokenPromise(Promise.NOTHING_CRASHES, "the scheduler dies of " + cib, e);
    }
    after(
        cluster.draws(Concern.DAEMONS).between(Duration.ofMillis(5), Duration.ofMillis(200)),
        () -> local(new ControllerEvent.Scheduled(ask.number(), graph, now), "scheduler"));
  }
}
