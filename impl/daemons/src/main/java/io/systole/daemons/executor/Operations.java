package io.systole.daemons.executor;

import io.systole.agents.AgentCall;
import io.systole.agents.AgentName;
import io.systole.agents.AgentResult;
import io.systole.agents.AgentRun;
import io.systole.agents.AgentRunner;
import io.systole.agents.Command;
import io.systole.agents.OcfExitCode;
import io.systole.agents.OperationStatus;
import io.systole.protocol.executor.AgentRef;
import io.systole.protocol.executor.Call;
import io.systole.protocol.executor.Order;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The agents that run. For the executor's event loop alone. */
final class Operations {

  private final AgentRunner agents;
  private final String markPrefix;
  private final Listener listener;
  private final Map<Long, AgentRun> running = new LinkedHashMap<>();

  /** Hears of ends, on any thread. */
  @FunctionalInterface
  interface Listener {
    void ended(long callId, AgentResult result, long startedMillis);
  }

  /**
   * @param markPrefix what all calls of this node have in common and those of others have not
   */
  Operations(AgentRunner agents, String markPrefix, Listener listener) {
    this.agents = agents;
    this.markPrefix = markPrefix;
    this.listener = listener;
  }

  /** Names a call in the environment of its processes. */
  String mark(long callId) {
    return markPrefix + "#" + callId;
  }

  void run(Call call, boolean startedFenceDevice) {
    long started = System.currentTimeMillis();
    if (call.order().agent().isFenceDevice() && call.operation().isProbe() && !startedFenceDevice) {
      // A fence device is no process that could be found: it runs where it was started.
      listener.ended(
          call.id(),
          AgentResult.notRun(OperationStatus.DONE, OcfExitCode.NOT_RUNNING, ""),
          started);
      return;
    }
    AgentRun run = agents.start(agentCall(call));
    running.put(call.id(), run);
    var _ = run.result().thenAccept(result -> listener.ended(call.id(), result, started));
  }

  void kill(long callId) {
    AgentRun run = running.get(callId);
    if (run != null) {
      run.cancel();
    }
  }

  void forget(long callId) {
    running.remove(callId);
  }

  void killAll() {
    running.values().forEach(AgentRun::cancel);
  }

  private AgentCall agentCall(Call call) {
    Order order = call.order();
    AgentRef agent = order.agent();
    return new AgentCall(
        new AgentName(agent.standard(), agent.provider(), agent.type()),
        order.resource(),
        order.operation().name(),
        order.parameters(),
        Command.Limits.of(Duration.ofMillis(order.timeoutMillis())),
        mark(call.id()));
  }
}
