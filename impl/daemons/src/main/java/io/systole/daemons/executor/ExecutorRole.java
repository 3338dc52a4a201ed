package io.systole.daemons.executor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.agents.AgentCall;
import io.systole.agents.AgentResult;
import io.systole.agents.AgentRunner;
import io.systole.agents.CommandRunner;
import io.systole.agents.ProcessGroups;
import io.systole.daemons.runtime.EpochGroup;
import io.systole.daemons.runtime.EventLoop;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.NodeAgents;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.Secrets;
import io.systole.daemons.runtime.Subscribers;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.protocol.executor.Call;
import io.systole.protocol.executor.Entry;
import io.systole.protocol.executor.ExecutorEffect;
import io.systole.protocol.executor.ExecutorEvent;
import io.systole.protocol.executor.ExecutorInvariants;
import io.systole.protocol.executor.ExecutorMachine;
import io.systole.protocol.executor.ExecutorRefusal;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.executor.LrmHistory;
import io.systole.protocol.executor.Memory;
import io.systole.protocol.executor.Order;
import io.systole.protocol.executor.Outcome;
import io.systole.xml.Element;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

/**
 * The role {@code executor}: runs what coordinators order, and tells what came of it. All that it
 * decides is decided by {@link ExecutorMachine}.
 */
public final class ExecutorRole implements Role {

  /** The name of the role. */
  public static final String NAME = "executor";

  /** Agents wait for others more than they compute. */
  private static final int CALLS_PER_PROCESSOR = 2;

  private final Subscribers subscribers = new Subscribers();
  private final Map<Long, EventLoop.Timer> timers = new LinkedHashMap<>();
  private Optional<Parts> parts = Optional.empty();

  /** What there is once the role has started. */
  private record Parts(
      RoleContext context,
      ExecutorStore store,
      Operations operations,
      Runner<ExecutorState, ExecutorEvent, ExecutorEffect> runner,
      EpochGroup epochs) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    Path folder = context.configuration().state().resolve(NAME);
    ExecutorStore store =
        ExecutorStore.open(
            folder, RunMark.of(NodeAgents.memory(context), context.log()), context.log());
    ExecutorState state =
        store.recall(
            ExecutorState.initial(
                new Epoch(0, context.node()),
                CALLS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors()));
    ProcessGroups groups = new ProcessGroups();
    Operations operations =
        new Operations(
            new AgentRunner(NodeAgents.settings(context), new CommandRunner(groups)),
            Secrets.of(context.configuration()),
            folder.toString(),
            (callId, result, started) ->
                context.loop().post("end of call", () -> ended(callId, result, started)));
    killLeftovers(groups, operations, state);
    parts =
        Optional.of(
            new Parts(
                context,
                store,
                operations,
                MachineShell.runner(
                    context,
                    new MachineShell.Parts<>(
                        "Executor", new ExecutorMachine(), state, ExecutorInvariants.ALL)),
                EpochGroup.join(context, this::epochSeen)));
    step(new ExecutorEvent.Restarted(System.currentTimeMillis()), new Cause.Local("start"));
  }

  @Override
  public void requested(IpcRequest request) {
    Element body = request.body();
    try {
      switch (body.name()) {
        case "execute" -> execute(request);
        case "cancel" -> {
          answer(
              request,
              new ExecutorEvent.CancelOrdered(
                  ExecutorWords.epoch(body),
                  body.attribute("rsc", ""),
                  ExecutorWords.cancelled(body)),
              Element.of("cancelled"));
        }
        case "history" -> request.reply(history());
        case "subscribe" -> {
          subscribers.add(request.peer());
          request.reply(history());
        }
        case "executor-state" -> request.reply(ExecutorWords.state(state()));
        default -> request.fail(IpcError.unknownRequest(NAME, body.name()));
      }
    } catch (XmlException e) {
      request.fail(IpcError.badRequest(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void closed(Peer peer) {
    subscribers.remove(peer);
  }

  @Override
  public void stop() {
    parts.ifPresent(p -> {
      p.epochs().close();
      p.operations().killAll();
      p.store().close();
    });
    parts = Optional.empty();
  }

  private Parts parts() {
    return parts.orElseThrow(() -> new IllegalStateException("the executor has not started"));
  }

  private ExecutorState state() {
    return parts().runner().state();
  }

  private Element history() {
    return LrmHistory.resources(state(), parts().context().node());
  }

  private void execute(IpcRequest request) throws XmlException {
    Element body = request.body();
    Epoch epoch = ExecutorWords.epoch(body);
    Element operation =
        body.child("rsc_op").orElseThrow(() -> new XmlException(1, 1, "<execute> has no <rsc_op>"));
    Order order = Order.parse(operation);
    Element accepted = Element.of("accepted");
    String key = order.key().toString();
    switch (order.operation().name()) {
      case "cancel" -> {
        ExecutorEvent event =
            new ExecutorEvent.CancelOrdered(
                epoch, order.resource(), ExecutorWords.cancelled(order, body));
        if (answer(request, event, accepted)) {
          subscribers.publish(ExecutorWords.done(order.resource(), "cancel", key));
        }
      }
      case "delete", "lrm_delete" ->
          answer(
              request,
              new ExecutorEvent.ForgetOrdered(epoch, order.key(), order.resource()),
              accepted);
      default ->
          answer(
              request,
              new ExecutorEvent.Ordered(epoch, order, System.currentTimeMillis()),
              accepted);
    }
  }

  /** Has the machine take an event and answers for it; whether that is as was asked. */
  private boolean answer(IpcRequest request, ExecutorEvent event, Element answer) {
    Step<ExecutorState, ExecutorEffect> step = decide(event, new Cause.Local("request"));
    Optional<ExecutorRefusal> refusal = step.refusal().map(ExecutorRefusal.class::cast);
    boolean isAsAsked =
        refusal.isEmpty()
            || refusal.get() == ExecutorRefusal.ALREADY_ORDERED
            || refusal.get() == ExecutorRefusal.NOTHING_TO_CANCEL;
    remember(step);
    // The answer comes before any result of what it is about.
    if (isAsAsked) {
      request.reply(answer);
    } else {
      request.fail(ExecutorWords.refused(refusal.get(), request.body(), state()));
    }
    act(step, Optional.empty());
    return isAsAsked;
  }

  private void epochSeen(Epoch epoch) {
    if (parts.isPresent()) {
      step(new ExecutorEvent.EpochSeen(epoch), new Cause.Local("epoch"));
    }
  }

  private void ended(long callId, AgentResult result, long startedMillis) {
    if (parts.isEmpty()) {
      return;
    }
    parts().operations().forget(callId);
    Step<ExecutorState, ExecutorEffect> step =
        decide(
            new ExecutorEvent.Ended(
                callId,
                new Outcome(result.exitCode(), result.status().code(), result.reason()),
                startedMillis,
                result.took().toMillis()),
            new Cause.Local("result"));
    remember(step);
    act(step, Optional.of(result));
  }

  private void step(ExecutorEvent event, Cause cause) {
    Step<ExecutorState, ExecutorEffect> step = decide(event, cause);
    remember(step);
    act(step, Optional.empty());
  }

  private Step<ExecutorState, ExecutorEffect> decide(ExecutorEvent event, Cause cause) {
    return parts().runner().step(event, cause).step();
  }

  private void remember(Step<ExecutorState, ExecutorEffect> step) {
    ImmutableList.Builder<Element> news = ImmutableList.builder();
    for (ExecutorEffect effect : step.effects()) {
      switch (effect) {
        case ExecutorEffect.RememberEpoch epoch -> news.add(Memory.of(epoch));
        case ExecutorEffect.RememberOrder order -> news.add(Memory.of(order));
        case ExecutorEffect.RememberResource resource -> news.add(Memory.of(resource));
        case ExecutorEffect.Run _,
            ExecutorEffect.Kill _,
            ExecutorEffect.SetTimer _,
            ExecutorEffect.CancelTimer _,
            ExecutorEffect.Tell _,
            ExecutorEffect.TellForgotten _ -> {
          // Acted on when all is remembered.
        }
      }
    }
    ImmutableList<Element> all = news.build();
    if (!all.isEmpty()) {
      parts().store().remember(all, step.state());
    }
  }

  /** Carries out what need not be remembered. */
  private void act(Step<ExecutorState, ExecutorEffect> step, Optional<AgentResult> result) {
    for (ExecutorEffect effect : step.effects()) {
      switch (effect) {
        case ExecutorEffect.Run(Call call, boolean started) ->
            parts().operations().run(call, started);
        case ExecutorEffect.Kill(long callId) -> parts().operations().kill(callId);
        case ExecutorEffect.SetTimer(long callId, long delayMillis) ->
            setTimer(callId, delayMillis);
        case ExecutorEffect.CancelTimer(long callId) -> cancelTimer(callId);
        case ExecutorEffect.Tell(Entry entry) -> tell(entry, result);
        case ExecutorEffect.TellForgotten(String resource, String key) ->
            subscribers.publish(ExecutorWords.done(resource, "delete", key));
        case ExecutorEffect.RememberEpoch _,
            ExecutorEffect.RememberOrder _,
            ExecutorEffect.RememberResource _ -> {
          // That has been done, before all else.
        }
      }
    }
  }

  private void tell(Entry entry, Optional<AgentResult> result) {
    Parts p = parts();
    p.context()
        .log()
        .log(
            Level.INFO,
            "{0}_{1}: rc {2}, status {3}, {4} ms {5}",
            new Object[] {
              entry.order().resource(),
              entry.order().operation(),
              Integer.toString(entry.outcome().rcCode()),
              Integer.toString(entry.outcome().opStatus()),
              Long.toString(entry.times().tookMillis()),
              entry.outcome().exitReason()
            });
    subscribers.publish(ExecutorWords.executed(entry, result, p.context().node()));
  }

  private void setTimer(long callId, long delayMillis) {
    cancelTimer(callId);
    timers.put(
        callId,
        parts()
            .context()
            .loop()
            .after(
                Duration.ofMillis(delayMillis),
                "recurring call",
                () -> {
                  timers.remove(callId);
                  step(new ExecutorEvent.TimerFired(callId), new Cause.Fired("call " + callId));
                }));
  }

  private void cancelTimer(long callId) {
    EventLoop.Timer timer = timers.remove(callId);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Ends what an earlier process of this role had started and did not see the end of. */
  private static void killLeftovers(
      ProcessGroups groups, Operations operations, ExecutorState state) throws RoleException {
    ImmutableSet<String> marks =
        state.resources().values().stream()
            .flatMap(resource ->
                Stream.concat(
                    resource.running().stream(),
                    resource.recurring().values().stream().map(r -> r.call())))
            .map(call -> operations.mark(call.id()))
            .collect(ImmutableSet.toImmutableSet());
    try {
      int _ = groups.killMarked(AgentCall.MARK, marks);
    } catch (IOException e) {
      throw new RoleException(
          "agents of an earlier executor can't be ended: " + e.getMessage() + "; end them by hand",
          e);
    }
  }
}
