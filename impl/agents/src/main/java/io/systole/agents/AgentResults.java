package io.systole.agents;

import java.util.Locale;

/** What a command's end means for the operation that it carried out. */
final class AgentResults {

  /** How an agent says why it failed. Source: OCF Resource Agent API 1.1. */
  static final String EXIT_REASON_PREFIX = "ocf-exit-reason:";

  /** Signals other than those for real time; a shell adds them to 128. */
  private static final int LAST_SIGNAL = 31;

  /** How {@code setsid} ends when it cannot run the program: not found, and all else. */
  private static final int CANNOT_RUN = 126;

  private static final int NOT_FOUND = 127;

  private AgentResults() {}

  static AgentResult of(CommandResult command, String what) {
    return switch (command.ending()) {
      case EXITED -> exited(command, what);
      case TIMED_OUT ->
          with(
              command,
              OperationStatus.TIMEOUT,
              OcfExitCode.ERROR,
              String.format(
                  Locale.ROOT,
                  "%s did not end within its timeout, %d ms, and was killed",
                  what,
                  command.took().toMillis()));
      case CANCELLED ->
          with(command, OperationStatus.CANCELLED, OcfExitCode.ERROR, what + " was cancelled");
      case NOT_STARTED ->
          with(
              command,
              OperationStatus.ERROR,
              OcfExitCode.ERROR,
              what + " could not be started: " + command.errors().text());
    };
  }

  private static AgentResult exited(CommandResult command, String what) {
    int code = command.exitCode();
    boolean neverRan = command.errors().text().startsWith("setsid: ");
    if (neverRan && code == NOT_FOUND) {
      return with(
          command,
          OperationStatus.NOT_INSTALLED,
          OcfExitCode.NOT_INSTALLED,
          what + " could not be run: the interpreter that its first line names is not installed");
    }
    if (neverRan && code == CANNOT_RUN) {
      return with(
          command,
          OperationStatus.ERROR,
          OcfExitCode.INSUFFICIENT_PRIVILEGES,
          what + " could not be run: " + command.errors().text().strip());
    }
    if (code > 128 && code <= 128 + LAST_SIGNAL) {
      return with(
          command,
          OperationStatus.ERROR,
          OcfExitCode.ERROR,
          String.format(Locale.ROOT, "%s was ended by signal %d", what, code - 128));
    }
    return new AgentResult(
        OperationStatus.DONE,
        code,
        exitReason(command.errors().text()),
        command.output(),
        command.errors(),
        command.took());
  }

  private static AgentResult with(
      CommandResult command, OperationStatus status, OcfExitCode code, String reason) {
    return new AgentResult(
        status, code.code(), reason, command.output(), command.errors(), command.took());
  }

  /** The last reason that the agent gave, or the empty string. */
  static String exitReason(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith(EXIT_REASON_PREFIX))
        .reduce((earlier, later) -> later)
        .map(line -> line.substring(EXIT_REASON_PREFIX.length()).strip())
        .orElse("");
  }
}
