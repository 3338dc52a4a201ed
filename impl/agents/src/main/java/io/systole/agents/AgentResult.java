package io.systole.agents;

import java.time.Duration;

/**
 * How an operation went.
 *
 * @param status whether the agent could say anything at all
 * @param exitCode what it said, see {@link OcfExitCode}; codes outside of that list may come
 * @param reason why it is not as wanted, for the administrator, or empty
 * @param output what it wrote to its standard output
 * @param errors what it wrote to its standard error
 * @param took how long it ran
 */
public record AgentResult(
    OperationStatus status,
    int exitCode,
    String reason,
    Output output,
    Output errors,
    Duration took) {

  /** A result of an agent that never ran. */
  public static AgentResult notRun(OperationStatus status, OcfExitCode exitCode, String reason) {
    return new AgentResult(
        status, exitCode.code(), reason, Output.NONE, Output.NONE, Duration.ZERO);
  }

  /** Whether the agent ended by itself with {@link OcfExitCode#OK}. */
  public boolean isOk() {
    return status == OperationStatus.DONE && exitCode == OcfExitCode.OK.code();
  }
}
