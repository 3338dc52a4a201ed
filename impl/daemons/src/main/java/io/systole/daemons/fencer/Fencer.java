package io.systole.daemons.fencer;

import com.google.common.collect.ImmutableMap;
import io.systole.cluster.EngineListener;
import io.systole.daemons.runtime.EngineLink;
import io.systole.daemons.runtime.EpochGroup;
import io.systole.daemons.runtime.EventLoop;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.MessageLabels;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.Subscribers;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.fencing.AgentAbilities;
import io.systole.protocol.fencing.DelayRange;
import io.systole.protocol.fencing.FenceRequest;
import io.systole.protocol.fencing.FencingConfiguration;
import io.systole.protocol.fencing.FencingConfigurationReader;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingInvariants;
import io.systole.protocol.fencing.FencingMachine;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingMessageCodec;
import io.systole.protocol.fencing.FencingRecords;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.FencingTimer;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A fencer at work. For the role's event loop alone. */
final class Fencer {

  private static final String GROUP = "fencing";

  private final RoleContext context;
  private final MachineShell<FencingState, FencingEvent, FencingEffect> machine;
  private final EngineLink engine;
  private final EpochGroup epochs;
  private final DeviceAgents agents;
  private final Subscribers subscribers = new Subscribers();
  private final Map<FencingTimer, EventLoop.Timer> timers = new HashMap<>();
  private final Map<Long, IpcRequest> waiting = new HashMap<>();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private long handles;

  Fencer(RoleContext context) throws RoleException {
    this.context = context;
    this.machine =
        MachineShell.open(
            context,
            new MachineShell.Parts<>(
                "Fencing",
                new FencingMachine(),
                FencingState.initial(context.node(), context.incarnation()),
                FencingInvariants.ALL),
            this::perform);
    this.agents = DeviceAgents.of(context, this::local);
    this.engine = EngineLink.open(context, ImmutableMap.of(GROUP, new Members()));
    this.epochs = EpochGroup.join(context, this::epochSeen);
  }

  void stop() {
    engine.close();
    epochs.close();
    agents.close();
  }

  void closed(Peer peer) {
    subscribers.remove(peer);
  }

  /** A client asks. */
  void requested(IpcRequest request) {
    Element body = request.body();
    try {
      switch (body.name()) {
        case "devices" -> configure(request);
        case "fence" -> fence(request);
        case "fence-history" -> request.reply(FencerWords.history(state().history()));
        case "subscribe" -> {
          subscribers.add(request.peer());
          request.reply(Element.of("subscribed"));
        }
        default -> request.fail(IpcError.unknownRequest(FencerRole.NAME, body.name()));
      }
    } catch (IllegalArgumentException e) {
      request.fail(IpcError.badRequest(String.valueOf(e.getMessage())));
    }
  }

  /**
   * The devices count at once; what their agents can do is learned meanwhile, and counts then. Who
   * waits for the answer has all of it: a reboot by an agent that cannot reboot is an off and an
   * on.
   */
  private void configure(IpcRequest request) {
    Element devices = request.body();
    Epoch epoch =
        FencerWords.epoch(devices)
            .orElseThrow(() -> new IllegalArgumentException("<devices> lacks the epoch"));
    FencingConfiguration read = FencingConfigurationReader.read(devices, AgentAbilities.UNKNOWN);
    Step<FencingState, FencingEffect> step =
        local(new FencingEvent.DevicesConfigured(epoch, read), "controller");
    if (step.refusal().isPresent()) {
      request.fail(FencerWords.error(step.refusal().get(), state()));
      return;
    }
    agents.learn(
        read,
        abilities -> {
          learned(epoch, devices, read, abilities);
          request.reply(Element.of("accepted"));
        });
  }

  private void learned(
      Epoch epoch, Element devices, FencingConfiguration told, AgentAbilities abilities) {
    FencingConfiguration better = FencingConfigurationReader.read(devices, abilities);
    if (state().configuration().equals(told) && !better.equals(told)) {
      Step<FencingState, FencingEffect> step =
          local(new FencingEvent.DevicesConfigured(epoch, better), "metadata");
      step.refusal()
          .ifPresent(refusal ->
              log("what the agents of the devices can do came too late: " + refusal.name()));
    }
  }

  private void fence(IpcRequest request) {
    long handle = ++handles;
    FenceRequest wish = FencerWords.fence(handle, request);
    tellTime();
    waiting.put(handle, request);
    Step<FencingState, FencingEffect> step = local(new FencingEvent.FenceRequested(wish), "client");
    if (step.refusal().isPresent()) {
      waiting.remove(handle);
      request.fail(FencerWords.error(step.refusal().get(), state()));
    } else {
      log(wish.aim() + " is asked for by " + wish.client());
    }
  }

  private void epochSeen(Epoch epoch) {
    // A lesser one is refused, which is all that is to be done about it.
    local(new FencingEvent.EpochSeen(epoch), "epoch");
  }

  private FencingState state() {
    return machine.state();
  }

  private Step<FencingState, FencingEffect> local(FencingEvent event, String what) {
    return machine.step(event, new Cause.Local(what));
  }

  /** Records are dated by the time that was told last. */
  private void tellTime() {
    local(new FencingEvent.ClockTold(System.currentTimeMillis()), "clock");
  }

  private void perform(FencingEffect effect, Optional<MessageId> id) {
    switch (effect) {
      case FencingEffect.Multicast multicast -> {
        Element message = FencingMessageCodec.encode(multicast.message());
        engine.multicast(GROUP, MessageLabels.put(id.orElseThrow(), message));
      }
      case FencingEffect.RunAgent run -> {
        log(run.device().id() + " does " + run.aim() + " for operation " + run.call().operation());
        agents.run(run);
      }
      case FencingEffect.AskDevice ask -> agents.ask(ask);
      case FencingEffect.DrawDelay draw -> {
        Duration delay = draw(draw.range());
        context
            .loop()
            .post("delay", () -> local(new FencingEvent.DelayDrawn(draw.call(), delay), "draw"));
      }
      case FencingEffect.StartTimer start -> startTimer(start.timer(), start.after());
      case FencingEffect.CancelTimer cancel -> cancelTimer(cancel.timer());
      case FencingEffect.ReplyToClient reply -> {
        IpcRequest request = waiting.remove(reply.handle());
        if (request != null) {
          request.reply(FencingRecords.told(reply.record()));
        }
      }
      case FencingEffect.NotifySubscribers notify -> {
        Element told = FencingRecords.told(notify.record());
        log("ended: " + told);
        subscribers.publish(told);
      }
    }
  }

  private void startTimer(FencingTimer timer, Duration after) {
    cancelTimer(timer);
    timers.put(
        timer,
        context
            .loop()
            .after(
                after,
                "timer",
                () -> {
                  timers.remove(timer);
                  tellTime();
                  machine.step(
                      new FencingEvent.TimerFired(timer), new Cause.Fired(timer.toString()));
                }));
  }

  private void cancelTimer(FencingTimer timer) {
    EventLoop.Timer running = timers.remove(timer);
    if (running != null) {
      running.cancel();
    }
  }

  private Duration draw(DelayRange range) {
    long beyond = range.max().minus(range.base()).toMillis();
    return range.base().plusMillis(random.nextLong(beyond + 1));
  }

  private void log(String line) {
    context.log().info(line);
  }

  /** The group of the fencers. */
  private final class Members implements EngineListener {

    @Override
    public void viewChanged(View view) {
      tellTime();
      local(new FencingEvent.ViewChanged(view), "view");
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      FencingMessage decoded;
      try {
        decoded = FencingMessageCodec.decode(message);
      } catch (IllegalArgumentException e) {
        context.log().warning(sender + " said something that is not understood: " + e.getMessage());
        return;
      }
      tellTime();
      machine.step(
          new FencingEvent.MessageDelivered(sender, decoded), MessageLabels.cause(sender, message));
    }

    @Override
    public void disconnected(String reason) {
      context.fatal(new RoleException("cut off from the other fencers: " + reason));
    }
  }
}
