package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.kernel.View;
import io.systole.protocol.fencing.FencingEffect.AskDevice;
import io.systole.protocol.fencing.FencingEffect.CancelTimer;
import io.systole.protocol.fencing.FencingEffect.DrawDelay;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.NotifySubscribers;
import io.systole.protocol.fencing.FencingEffect.ReplyToClient;
import io.systole.protocol.fencing.FencingEffect.RunAgent;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingEvent.AgentFinished;
import io.systole.protocol.fencing.FencingEvent.DelayDrawn;
import io.systole.protocol.fencing.FencingEvent.DeviceAnswered;
import io.systole.protocol.fencing.FencingEvent.MessageDelivered;
import io.systole.protocol.fencing.FencingEvent.TimerFired;
import io.systole.protocol.fencing.FencingEvent.ViewChanged;
import io.systole.protocol.weakbus.WeakBus;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fencers over a {@link WeakBus}, with the world around them. */
final class FencingCluster {

  /** One node's process and what the world keeps for it. */
  static final class Fencer {
    final Runner<FencingState, FencingEvent, FencingEffect> runner;
    final List<FencingTimer> timers = new ArrayList<>();
    final List<RunAgent> agents = new ArrayList<>();
    final List<ReplyToClient> replies = new ArrayList<>();
    final List<FencingRecord> notices = new ArrayList<>();

    Fencer(NodeName node, long incarnation) {
      runner =
          new Runner<>(
              "Fencing",
              node,
              incarnation,
              new FencingMachine(),
              FencingState.initial(node, incarnation),
              FencingInvariants.ALL,
              Trace.NONE);
    }

    FencingState state() {
      return runner.state();
    }
  }

  /** What a fencer did, a line a step. */
  final List<String> transcript = new ArrayList<>();

  /** Steps so far, the only clock there is. */
  long now;

  private final Map<NodeName, Fencer> alive = new TreeMap<>();
  private final WeakBus<FencingMessage> bus = new WeakBus<>();
  private long incarnations;

  Fencer start(NodeName node) {
    Fencer fencer = new Fencer(node, ++incarnations);
    alive.put(node, fencer);
    return fencer;
  }

  void crash(NodeName node) {
    alive.remove(node);
    bus.crash(node);
  }

  Fencer fencer(NodeName node) {
    Fencer fencer = alive.get(node);
    if (fencer == null) {
      throw new IllegalArgumentException(node + " is not alive");
    }
    return fencer;
  }

  ImmutableSortedSet<NodeName> alive() {
    return ImmutableSortedSet.copyOf(alive.keySet());
  }

  /** Gives the nodes a view of their own; what they have not heard by now they never hear. */
  void view(NodeName... members) {
    view(ImmutableSortedSet.copyOf(members));
  }

  void view(ImmutableSortedSet<NodeName> members) {
    View view = bus.view(members);
    members.forEach(member -> step(member, new ViewChanged(view)));
  }

  boolean canDeliver(NodeName node) {
    return bus.canHear(node);
  }

  /** Delivers the next message to {@code node}. */
  void deliver(NodeName node) {
    if (bus.canHear(node)) {
      var said = bus.hear(node);
      step(node, new MessageDelivered(said.sender(), said.message()));
    }
  }

  /** Delivers one message to each node that has one coming. */
  void deliverAll() {
    alive().stream().filter(this::canDeliver).forEach(this::deliver);
  }

  /** Delivers, and lets agents answer as {@code agents} says, until nothing is left to do. */
  void settle(Agents agents) {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (NodeName node : alive()) {
        if (canDeliver(node)) {
          deliver(node);
          busy = true;
        }
      }
      for (NodeName node : alive()) {
        if (!busy && !fencer(node).agents.isEmpty()) {
          RunAgent run = fencer(node).agents.getFirst();
          finish(node, run, agents.outcome(node, run));
          busy = true;
        }
      }
    }
  }

  /** What agents do. */
  @FunctionalInterface
  interface Agents {
    Agents SUCCEED = (node, run) -> AgentOutcome.SUCCEEDED;

    AgentOutcome outcome(NodeName node, RunAgent run);
  }

  void finish(NodeName node, RunAgent run, AgentOutcome outcome) {
    fencer(node).agents.remove(run);
    step(
        node,
        new AgentFinished(run.call(), outcome, outcome == AgentOutcome.SUCCEEDED ? "" : "no"));
  }

  void fire(NodeName node, FencingTimer timer) {
    fencer(node).timers.remove(timer);
    step(node, new TimerFired(timer));
  }

  void step(NodeName node, FencingEvent event) {
    now++;
    Fencer fencer = fencer(node);
    var result = fencer.runner.step(event, new Cause.Local("test"));
    transcript.add(Transcript.line(node, event, result.step()));
    for (FencingEffect effect : result.step().effects()) {
      perform(node, fencer, effect);
    }
  }

  private void perform(NodeName node, Fencer fencer, FencingEffect effect) {
    switch (effect) {
      case Multicast multicast -> bus.say(node, overTheWire(multicast.message()));
      case RunAgent run -> fencer.agents.add(run);
      case AskDevice ask ->
          step(node, new DeviceAnswered(ask.operation(), ask.device().id(), true));
      case DrawDelay draw -> step(node, new DelayDrawn(draw.call(), draw.range().max()));
      case StartTimer start -> fencer.timers.add(start.timer());
      case CancelTimer cancel -> fencer.timers.remove(cancel.timer());
      case ReplyToClient reply -> fencer.replies.add(reply);
      case NotifySubscribers notify -> fencer.notices.add(notify.record());
    }
  }

  /** Every message goes through the codec. */
  private static FencingMessage overTheWire(FencingMessage message) {
    try {
      Element read = Xml.parse(FencingMessageCodec.encode(message).toString());
      FencingMessage decoded = FencingMessageCodec.decode(read);
      assertEquals(message, decoded);
      return decoded;
    } catch (XmlException e) {
      throw new AssertionError("not well-formed: " + message, e);
    }
  }

  static NodeName node(int number) {
    return new NodeName("n" + number);
  }

  static FenceRequest request(long handle, NodeName target, FencingAction action) {
    return new FenceRequest(
        handle, "client", new Aim(target, action), Duration.ofSeconds(60), Optional.empty());
  }

  ImmutableList<FencingRecord> replies(NodeName node) {
    return fencer(node).replies.stream()
        .map(ReplyToClient::record)
        .collect(ImmutableList.toImmutableList());
  }
}
