package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingMessage.Result;
import java.util.stream.Collectors;

/** Steps as a person reads them. */
final class Transcript {

  private Transcript() {}

  static String line(NodeName node, FencingEvent event, Step<?, FencingEffect> step) {
    String done =
        step.refusal().map(r -> "refused " + r.name()).orElseGet(() -> effects(step.effects()));
    return node + ": " + event(event) + (done.isEmpty() ? "" : " -> " + done);
  }

  private static String effects(ImmutableList<FencingEffect> effects) {
    return effects.stream().map(Transcript::effect).collect(Collectors.joining("; "));
  }

  private static String event(FencingEvent event) {
    return switch (event) {
      case FencingEvent.DevicesConfigured e -> "configured " + e.configuration().devices().keySet();
      case FencingEvent.ViewChanged e -> "view " + e.view().members();
      case FencingEvent.EpochSeen e -> "epoch " + e.epoch();
      case FencingEvent.FenceRequested e -> "asked for " + e.request().aim();
      case FencingEvent.MessageDelivered e -> "from " + e.sender() + " " + message(e.message());
      case FencingEvent.TimerFired e -> "fired " + timer(e.timer());
      case FencingEvent.AgentFinished e -> "agent of " + call(e.call()) + " " + e.outcome();
      case FencingEvent.DeviceAnswered e -> e.device() + " is capable: " + e.capable();
      case FencingEvent.DelayDrawn e -> "drew " + e.delay();
      case FencingEvent.ClockTold e -> "clock " + e.nowMillis();
    };
  }

  private static String effect(FencingEffect effect) {
    return switch (effect) {
      case FencingEffect.Multicast e -> "say " + message(e.message());
      case FencingEffect.RunAgent e -> "run " + e.device().id() + " for " + e.aim();
      case FencingEffect.AskDevice e -> "ask " + e.device().id() + " about " + e.target();
      case FencingEffect.DrawDelay e -> "draw up to " + e.range().max();
      case FencingEffect.StartTimer e -> "start " + timer(e.timer()) + " " + e.after();
      case FencingEffect.CancelTimer e -> "cancel " + timer(e.timer());
      case FencingEffect.ReplyToClient e -> "reply " + outcome(e.record());
      case FencingEffect.NotifySubscribers e -> "notify " + outcome(e.record());
    };
  }

  private static String message(FencingMessage message) {
    return switch (message) {
      case Query m -> "query " + m.operation().aim() + " to " + m.expected();
      case QueryReply m -> "offers " + m.offers().stream().map(Offer::device).toList();
      case Execute m -> "execute " + m.aim() + " by " + m.device() + " on " + m.executor();
      case Executed m -> "executed " + call(m.call()) + " " + m.outcome();
      case Result m -> "result " + outcome(m.record());
      case History m -> "history of " + m.records().size();
    };
  }

  private static String timer(FencingTimer timer) {
    return switch (timer) {
      case FencingTimer.QueryTimer t -> "query timer " + id(t.operation());
      case FencingTimer.ExecuteTimer t -> "execute timer " + call(t.call());
      case FencingTimer.RoundTimer t -> "round timer " + id(t.operation());
      case FencingTimer.DelayTimer t -> "delay timer " + call(t.call());
    };
  }

  private static String call(CallId call) {
    return id(call.operation()) + "/" + call.number();
  }

  private static String id(OperationId id) {
    return id.counter() + "@" + id.originator();
  }

  private static String outcome(FencingRecord record) {
    return id(record.id())
        + " "
        + record
            .conclusion()
            .map(c -> c.status() + c.executor().map(e -> " by " + e).orElse(""))
            .orElse("PENDING");
  }
}
