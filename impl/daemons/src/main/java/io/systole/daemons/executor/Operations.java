package io.systole.daemons.executor;

import io.systole.agents.AgentCall;
import io.systole.agents.AgentName;
import io.systole.agents.AgentResult;
import io.systole.agents.AgentRun;
import io.systole.agents.AgentRunner;
import io.systole.agents.Command;
import io.systole.agents.OcfExitCode;
import io.systole.agents.OperationStatus;
import io.systole.daemons.runtime.Secrets;
import io.systole.protocol.executor.AgentRef;
import io.systole.protocol.executor.Call;
import io.systole.protocol.executor.Order;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The agents that run. For the executor's event loop alone. */
final class Operations {

  private final AgentRunner agents;
  private final Secrets secrets;
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
  Operations(AgentRunner agents, Secrets secrets, String markPrefix, Listener listener) {
    this.agents = agents;
    this.secrets = secrets;
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
    AgentCall agentCall;
    try {
      agentCall = agentCall(call);
    } catch (Secrets.SecretException e) {
      listener.ended(call.id(), withoutSecrets(e), started);
      return;
    }
    AgentRun run = agents.start(agentCall);
    running.put(call.id(), run);
    var _ = run.result().thenAccept(result -> listener.ended(call.id(), result, started));
  }

  /** What this node lacks another may have, so this is told as a fault of the node. */
  private static AgentResult withoutSecrets(Secrets.SecretException why) {
    return AgentResult.notRun(
        OperationStatus.NO_SECRETS,
        OcfExitCode.INVALID_PARAMETER,
        why.getMessage() + "; set it here, or copy it by cibsecret sync");
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

  /** Secrets are put in here and nowhere before, so that no history and no digest has them. */
  private AgentCall agentCall(Call call) throws Secrets.SecretException {
    Order order = call.order();
    AgentRef agent = order.agent();
    return new AgentCall(
        new AgentName(agent.standard(), agent.provider(), agent.type()),
        order.resource(),
        order.operation().name(),
        secrets.reveal(order.resource(), order.parameters()),
        Command.Limits.of(Duration.ofMillis(order.timeoutMillis())),
        mark(call.id()));
  }
}
