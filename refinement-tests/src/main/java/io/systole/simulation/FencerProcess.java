package io.systole.simulation;

import io.systole.cluster.ClusterEngine;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.fencing.AgentAbilities;
import io.systole.protocol.fencing.AgentOutcome;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.CallId;
import io.systole.protocol.fencing.DelayRange;
import io.systole.protocol.fencing.FenceRequest;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingConfigurationReader;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingInvariants;
import io.systole.protocol.fencing.FencingMachine;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingMessageCodec;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fencing daemon, with agents that work the simulated power switches. */
final class FencerProcess extends SimProcess<FencingState, FencingEvent, FencingEffect> {

  private final Map<Long, ControllerEffect.Fence> requests = new TreeMap<>();
  private ClusterEngine.@Nullable Group group;
  private long handles;

  FencerProcess(SimNode node) {
    super(
        node,
        Role.FENCER,
        new Parts<>(
            new FencingMachine(),
            FencingState.initial(node.name(), node.lives()),
            FencingInvariants.ALL));
  }

  @Override
  void start() {
    cluster.promises().fencerStarted(name());
    cluster.promises().beganAnew(name());
    cluster.promises().forgot(devices());
    tellTime();
    group =
        join(
            "fencing",
            new Ears(
                view -> local(new FencingEvent.ViewChanged(view), "view"),
                (sender, letter) ->
                    handle(
                        new FencingEvent.MessageDelivered(
                            sender, (FencingMessage) letter.message()),
                        new Cause.Received(letter.id()))));
  }

  /** A DC's epoch became known to this node. */
  void epochSeen(Epoch epoch) {
    cluster.promises().epochHeard(name(), epoch);
    cluster.promises().epochHeard(devices(), epoch);
    local(new FencingEvent.EpochSeen(epoch), "epoch");
  }

  /**
   * Under this name it is checked whose devices are taken. A fencer that was restarted has heard of
   * no epoch yet, and has to take its own node's devices even so; to fence is another matter.
   */
  private String devices() {
    return name() + " devices";
  }

  /** The controller pushes the devices. */
  void configure(ControllerEffect.PushDevices push) {
    boolean taken =
        local(
            new FencingEvent.DevicesConfigured(
                push.epoch(),
                FencingConfigurationReader.read(push.devices(), AgentAbilities.UNKNOWN)),
            "controller");
    if (taken) {
      cluster.promises().orderObeyed(devices(), push.epoch(), "devices");
    }
  }

  /** The controller wants a node fenced. */
  void fence(ControllerEffect.Fence order) {
    tellTime();
    long handle = ++handles;
    requests.put(handle, order);
    FencingAction action = FencingAction.ofWord(order.action()).orElseThrow();
    boolean taken =
        local(
            new FencingEvent.FenceRequested(
                new FenceRequest(
                    handle,
                    "controller",
                    new Aim(order.target(), action),
                    order.timeout(),
                    Optional.of(order.epoch()))),
            "controller");
    if (taken) {
      cluster.promises().orderObeyed(name(), order.epoch(), "fencing of " + order.target());
    } else {
      answer(requests.remove(handle), false, "refused");
    }
  }

  @Override
  void perform(FencingEffect effect, MessageId id) {
    switch (effect) {
      case FencingEffect.Multicast multicast -> multicast(multicast.message(), id);
      case FencingEffect.RunAgent run -> run(run);
      case FencingEffect.AskDevice ask ->
          after(
              cluster.draws(Concern.AGENTS).between(Duration.ofMillis(10), Duration.ofSeconds(1)),
              () ->
                  local(
                      new FencingEvent.DeviceAnswered(
                          ask.operation(),
                          ask.device().id(),
                          ask.device().hosts().listed().contains(ask.target())),
                      "agent"));
      case FencingEffect.DrawDelay draw -> draw(draw.call(), draw.range());
      case FencingEffect.StartTimer start ->
          startTimer(start.timer(), start.after(), new FencingEvent.TimerFired(start.timer()));
      case FencingEffect.CancelTimer cancel -> cancelTimer(cancel.timer());
      case FencingEffect.ReplyToClient reply -> reply(reply.handle(), reply.record());
      case FencingEffect.NotifySubscribers notify -> notify(notify.record());
    }
  }

  @Override
  void stepped(FencingEvent event, boolean refused) {
    cluster.promises().fencerStepped(name(), state());
  }

  private void tellTime() {
    local(new FencingEvent.ClockTold(node.clockMillis()), "clock");
  }

  private void multicast(FencingMessage message, MessageId id) {
    if (group != null) {
      group.multicast(
          cluster
              .wire()
              .send(id, message, m -> FencingMessageCodec.decode(FencingMessageCodec.encode(m))));
    }
  }

  /** The switch acts at some moment while the agent runs, if its process lives that long. */
  private void run(FencingEffect.RunAgent run) {
    Draws draws = cluster.draws(Concern.AGENTS);
    Aim aim = run.aim();
    boolean works = !draws.chance(cluster.conditions().switchFailuresPerMille());
    boolean answers = works && !draws.chance(cluster.conditions().switchFailuresPerMille());
    Duration acts = draws.between(Duration.ofMillis(100), Duration.ofSeconds(2));
    if (works) {
      after(acts, () -> turn(aim));
    }
    Duration ends =
        answers
            ? acts.plusMillis(100)
            : draws.between(Duration.ofMillis(100), run.terms().timeout());
    AgentOutcome outcome = answers ? AgentOutcome.SUCCEEDED : AgentOutcome.FAILED;
    after(
        ends,
        () -> {
          tellTime();
          local(
              new FencingEvent.AgentFinished(run.call(), outcome, answers ? "" : "no answer"),
              "agent");
        });
  }

  private void turn(Aim aim) {
    if (cluster.sabotage().switchesLie()) {
      return;
    }
    switch (aim.action()) {
      case OFF -> node.others().powerOff(aim.target(), false);
      case REBOOT -> node.others().powerOff(aim.target(), true);
      case ON -> node.others().powerOn(aim.target());
    }
  }

  private void draw(CallId call, DelayRange range) {
    Duration delay = cluster.draws(Concern.AGENTS).between(range.base(), range.max());
    tell(() -> local(new FencingEvent.DelayDrawn(call, delay), "draw"));
  }

  private void reply(long handle, FencingRecord record) {
    cluster.promises().fencingTold(name(), record);
    ControllerEffect.Fence request = requests.remove(handle);
    if (request != null) {
      answer(request, record.hasSucceeded(), "");
    }
  }

  private void answer(ControllerEffect.@Nullable Fence request, boolean succeeded, String reason) {
    if (request != null) {
      node.tellController(
          new ControllerEvent.FenceEnded(
              request.epoch(), request.target(), request.action(), succeeded, reason));
    }
  }

  private void notify(FencingRecord record) {
    cluster.promises().fencingTold(name(), record);
    NodeName target = record.aim().target();
    node.tellController(
        new ControllerEvent.FencingHeard(
            target, record.aim().action().word(), record.hasSucceeded(), record.asOf()));
  }
}
