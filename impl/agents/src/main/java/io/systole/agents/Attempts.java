package io.systole.agents;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tries a fence agent as often as its device allows, within one timeout. */
final class Attempts {

  /** How a fence agent says that a plug has no power. */
  static final int POWER_IS_OFF = 2;

  private final FenceCall call;
  private final Path program;
  private final Commands commandOf;
  private final CommandRunner commands;
  private final Duration timeout;
  private final long started = System.nanoTime();
  private boolean cancelled;
  private @Nullable CommandRun current;

  Attempts(FenceCall call, Path program, Commands commandOf, CommandRunner commands) {
    this.call = call;
    this.program = program;
    this.commandOf = commandOf;
    this.commands = commands;
    this.timeout = call.device().timeout(call.action(), call.timeout());
  }

  /** Makes the command of one try. */
  @FunctionalInterface
  interface Commands {
    Command of(FenceCall call, Path program, Duration timeout);
  }

  CompletableFuture<AgentResult> begin() {
    // Making the command may ask the agent for its metadata, so not on the caller's thread.
    CompletableFuture<AgentResult> result = new CompletableFuture<>();
    Thread.ofVirtual().name("fence " + call.device().id()).start(() -> result.complete(all()));
    return result;
  }

  synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.cancel();
    }
  }

  private AgentResult all() {
    AgentResult result = one();
    int tries = call.device().tries(call.action());
    for (int tried = 1; tried < tries && isWorthAnother(result); tried++) {
      result = one();
    }
    return result;
  }

  private boolean isWorthAnother(AgentResult result) {
    return result.status() == OperationStatus.DONE && !isAnswer(result) && left().isPositive();
  }

  private boolean isAnswer(AgentResult result) {
    return result.isOk()
        || (call.action() == FenceAction.STATUS && result.exitCode() == POWER_IS_OFF);
  }

  private AgentResult one() {
    Command command;
    try {
      command = commandOf.of(call, program, left());
    } catch (IllegalArgumentException e) {
      return AgentResult.notRun(
          OperationStatus.ERROR, OcfExitCode.NOT_CONFIGURED, String.valueOf(e.getMessage()));
    }
    CommandRun run;
    synchronized (this) {
      run = commands.start(command);
      current = run;
      if (cancelled) {
        run.cancel();
      }
    }
    return explained(AgentResults.of(run.result().join(), what()));
  }

  private Duration left() {
    return timeout.minusNanos(System.nanoTime() - started);
  }

  private String what() {
    return call.action()
        + call.target().map(target -> " of " + target).orElse("")
        + " by "
        + call.device().id()
        + " ("
        + call.device().agent()
        + ")";
  }

  /** A fence agent gives its reason on its standard error; the last line says most. */
  private AgentResult explained(AgentResult result) {
    if (isAnswer(result) || !result.reason().isEmpty()) {
      return result;
    }
    String last =
        result.errors().text().lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b).strip();
    String reason =
        String.format(
            Locale.ROOT,
            "%s failed with exit code %d%s",
            what(),
            result.exitCode(),
            last.isEmpty() ? "" : ": " + last);
    return new AgentResult(
        result.status(),
        result.exitCode(),
        reason,
        result.output(),
        result.errors(),
        result.took());
  }
}
