package io.systole.agents;

import java.util.concurrent.CompletableFuture;

/** An agent at work, or one that has ended. Safe to use from any thread. */
public final class AgentRun {

  private final CompletableFuture<AgentResult> result;
  private final Runnable cancel;

  AgentRun(CompletableFuture<AgentResult> result, Runnable cancel) {
    this.result = result;
    this.cancel = cancel;
  }

  static AgentRun ended(AgentResult result) {
    return new AgentRun(CompletableFuture.completedFuture(result), () -> {});
  }

  /** Completes when the agent has ended; never exceptionally. */
  public CompletableFuture<AgentResult> result() {
    return result.copy();
  }

  /**
   * Kills the agent and all that is in its process group. The result comes as {@link
   * OperationStatus#CANCELLED}, unless the agent had ended before.
   */
  public void cancel() {
    cancel.run();
  }
}
