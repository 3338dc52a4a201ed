package io.systole.agents;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that is running or has ended. Safe to use from any thread. */
public final class CommandRun {

  private final CompletableFuture<CommandResult> result = new CompletableFuture<>();
  private final ProcessGroups groups;
  private boolean cancelled;
  private @Nullable Process process;

  CommandRun(ProcessGroups groups) {
    this.groups = groups;
  }

  /** Completes when the command has ended; never exceptionally. */
  public CompletableFuture<CommandResult> result() {
    return result.copy();
  }

  /** Kills the process group. The result comes as {@link CommandResult.Ending#CANCELLED}. */
  public synchronized void cancel() {
    cancelled = true;
    if (process != null) {
      groups.kill(process);
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized void started(Process newProcess) {
    process = newProcess;
    if (cancelled) {
      groups.kill(newProcess);
    }
  }

  void ended(CommandResult ending) {
    result.complete(ending);
  }
}
