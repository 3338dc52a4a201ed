package io.systole.simulation;

import io.systole.cluster.inprocess.InProcessEngine;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.executor.Call;
import io.systole.protocol.executor.ExecutorEffect;
import io.systole.protocol.executor.ExecutorEvent;
import io.systole.protocol.executor.ExecutorInvariants;
import io.systole.protocol.executor.ExecutorMachine;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.executor.LrmHistory;
import io.systole.protocol.executor.Memory;
import io.systole.protocol.executor.OperationKey;
import io.systole.protocol.executor.Order;
import io.systole.protocol.executor.Outcome;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import io.systole.xml.XmlException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The daemon that runs agents, with agents that act on the simulated world. */
final class ExecutorProcess extends SimProcess<ExecutorState, ExecutorEvent, ExecutorEffect> {

  private static final int LIMIT = 4;
  private static final int OP_TIMED_OUT = 2;
  private static final int FAILED = 1;
  private static final int NOT_RUNNING = 7;

  private final Map<Long, Running> running = new TreeMap<>();

  /**
   * An agent that runs.
   *
   * @param startedMillis by the node's clock
   * @param begunMillis by one that nobody sets
   */
  private record Running(
      Call call, InProcessEngine.Timer end, long startedMillis, long begunMillis) {}

  ExecutorProcess(SimNode node) {
    super(
        node,
        Role.EXECUTOR,
        new Parts<>(new ExecutorMachine(), recalled(node), ExecutorInvariants.ALL));
  }

  private static ExecutorState recalled(SimNode node) {
    ExecutorState state = ExecutorState.initial(io.systole.cib.StoredCib.BEFORE_ALL, LIMIT);
    try {
      for (Element element : node.remembered().values()) {
        state = Memory.recall(state, element);
      }
    } catch (XmlException e) {
      throw new BrokenPromise(
          Promise.NOTHING_CRASHES, "the executor of " + node.name() + " can't read its memory", e);
    }
    return state;
  }

  @Override
  void start() {
    local(new ExecutorEvent.Restarted(node.clockMillis()), "start");
  }

  /** A DC's epoch became known to this node. */
  void epochSeen(Epoch epoch) {
    cluster.promises().epochHeard(name(), epoch);
    local(new ExecutorEvent.EpochSeen(epoch), "epoch");
  }

  /** The controller passes an order on. */
  void execute(ControllerEffect.Execute order) {
    if (order.operation().attribute("operation", "").equals("delete")) {
      forget(order);
      return;
    }
    Order parsed;
    try {
      parsed = Order.parse(order.operation());
    } catch (XmlException e) {
      throw new BrokenPromise(Promise.NOTHING_CRASHES, "no order: " + order.operation(), e);
    }
    boolean taken =
        local(new ExecutorEvent.Ordered(order.epoch(), parsed, node.clockMillis()), "controller");
    if (taken) {
      cluster.promises().orderObeyed(name(), order.epoch(), order.key().toString());
    } else {
      node.tellController(new ControllerEvent.ExecuteRefused(order.key(), "refused"));
      node.tellController(new ControllerEvent.EpochSeen(state().epoch()));
    }
  }

  private void forget(ControllerEffect.Execute order) {
    String resource = order.operation().child("primitive").map(Element::id).orElse("");
    local(new ExecutorEvent.ForgetOrdered(order.epoch(), order.key(), resource), "controller");
  }

  /** The controller wants an operation not to be repeated. */
  void cancel(ControllerEffect.CancelOperation order) {
    Element operation = order.operation();
    String resource = operation.child("primitive").map(Element::id).orElse("");
    Element parameters = operation.child("attributes").orElse(Element.of("attributes"));
    String name = parameters.attribute("CRM_meta_operation", "");
    long interval = Long.parseLong(parameters.attribute("CRM_meta_interval", "0"));
    local(
        new ExecutorEvent.CancelOrdered(order.epoch(), resource, new OperationKey(name, interval)),
        "controller");
    TransitionKey key = order.key();
    node.tellController(new ControllerEvent.OperationCancelled(key));
  }

  /** The controller asks what is known. */
  void tellHistory() {
    node.tellController(
        new ControllerEvent.HistoryTold(LrmHistory.resources(state(), node.name())));
  }

  @Override
  void perform(ExecutorEffect effect, MessageId id) {
    switch (effect) {
      case ExecutorEffect.RememberResource _,
          ExecutorEffect.RememberEpoch _,
          ExecutorEffect.RememberOrder _ ->
          throw new IllegalStateException(effect + " is durable and was stored");
      case ExecutorEffect.Run run -> run(run.call());
      case ExecutorEffect.Kill kill -> kill(kill.callId());
      case ExecutorEffect.SetTimer timer ->
          startTimer(
              timer.callId(),
              Duration.ofMillis(timer.delayMillis()),
              new ExecutorEvent.TimerFired(timer.callId()));
      case ExecutorEffect.CancelTimer timer -> cancelTimer(timer.callId());
      case ExecutorEffect.Tell tell ->
          node.tellController(
              new ControllerEvent.Executed(
                  tell.entry().order().key(),
                  tell.entry().outcome().rcCode(),
                  LrmHistory.result(tell.entry(), node.name())));
      case ExecutorEffect.TellForgotten forgotten ->
          TransitionKey.parse(forgotten.transitionKey())
              .ifPresent(key ->
                  node.tellController(
                      new ControllerEvent.ResourceForgotten(key, forgotten.resource())));
    }
  }

  @Override
  void store(ExecutorEffect effect) {
    switch (effect) {
      case ExecutorEffect.RememberResource resource ->
          node.remembered().put("resource " + resource.id(), Memory.of(resource));
      case ExecutorEffect.RememberEpoch epoch -> node.remembered().put("epoch", Memory.of(epoch));
      case ExecutorEffect.RememberOrder order ->
          // Recalled in the order in which they were taken.
          node.remembered()
              .put(String.format(Locale.ROOT, "order %019d", order.callId()), Memory.of(order));
      case ExecutorEffect.Run _,
          ExecutorEffect.Kill _,
          ExecutorEffect.SetTimer _,
          ExecutorEffect.CancelTimer _,
          ExecutorEffect.Tell _,
          ExecutorEffect.TellForgotten _ ->
          throw new IllegalStateException(effect + " is not to be stored");
    }
  }

  private void run(Call call) {
    Draws draws = cluster.draws(Concern.AGENTS);
    String resource = call.order().resource();
    String operation = call.order().operation().name();
    boolean fails = draws.chance(cluster.conditions().agentFailuresPerMille());
    Duration takes = draws.between(Duration.ofMillis(10), Duration.ofMillis(1500));
    Duration timeout = Duration.ofMillis(call.order().timeoutMillis());
    if (fails && draws.chance(300)) {
      takes = timeout.plusSeconds(1);
    }
    boolean late = takes.compareTo(timeout) > 0;
    long started = node.clockMillis();
    if (operation.equals("start")) {
      cluster.world().startBegun(node.name(), resource);
    }
    Duration ends = late ? timeout : takes;
    InProcessEngine.Timer end =
        after(
            ends,
            () -> {
              running.remove(call.id());
              Outcome outcome =
                  late
                      ? new Outcome(FAILED, OP_TIMED_OUT, "timed out")
                      : new Outcome(act(operation, resource, fails), Outcome.DONE, "");
              local(new ExecutorEvent.Ended(call.id(), outcome, started, ends.toMillis()), "agent");
            });
    running.put(call.id(), new Running(call, end, started, cluster.clockMillis()));
  }

  /** What the agent does at the end of its time, and its exit status. */
  private int act(String operation, String resource, boolean fails) {
    World world = cluster.world();
    return switch (operation) {
      case "start" -> {
        world.runs(node.name(), resource, !fails || cluster.draws(Concern.AGENTS).chance(500));
        yield fails ? FAILED : 0;
      }
      case "stop" -> {
        if (!fails) {
          world.stopped(node.name(), resource);
        }
        yield fails ? FAILED : 0;
      }
      case "monitor" -> look(resource, fails);
      default -> 0;
    };
  }

  private int look(String resource, boolean fails) {
    if (!cluster.world().isHeld(node.name(), resource)) {
      return NOT_RUNNING;
    }
    return fails || !cluster.world().isRunning(node.name(), resource) ? FAILED : 0;
  }

  private void kill(long callId) {
    Running killed = running.remove(callId);
    if (killed != null) {
      killed.end().cancel();
      tell(() ->
          local(
              new ExecutorEvent.Ended(
                  callId,
                  new Outcome(FAILED, OP_TIMED_OUT, "killed"),
                  killed.startedMillis(),
                  cluster.clockMillis() - killed.begunMillis()),
              "agent"));
    }
  }

  /** Agents die with their executor; what they were doing may be half done. */
  void killAgents() {
    for (Running agent : running.values()) {
      String resource = agent.call().order().resource();
      if (agent.call().order().operation().name().equals("start")) {
        cluster.world().runs(node.name(), resource, cluster.draws(Concern.AGENTS).chance(500));
      }
    }
    running.clear();
  }
}
