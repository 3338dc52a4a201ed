package io.systole.daemons.remote;

import io.systole.ipc.IpcError;

/**
 * How a command ended, in the field's numbers: those of the system, or from 201 the field's own.
 */
enum FieldStatus {
  OK(0),
  NOT_THERE(-6),
  DENIED(-13),
  INVALID(-22),
  TIMED_OUT(-62),
  ALREADY_THERE(-17),
  NOT_SUPPORTED(-95),
  FAILED(-201),
  NO_QUORUM(-202),
  BAD_SCHEMA(-203),
  OLD_DATA(-205),
  BAD_PATCH(-206),
  ALREADY_NEWEST(-211);

  private final int code;

  FieldStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The number for an error of ours. */
  static FieldStatus of(IpcError error, FieldCommand command) {
    return switch (error.code()) {
      case "permission-denied" -> DENIED;
      case "no-quorum", "not-synchronised" -> NO_QUORUM;
      case "unknown-outcome", "storage-full" -> TIMED_OUT;
      case "bad-request" -> INVALID;
      case "unknown-request" -> NOT_SUPPORTED;
      case "edit-refused" -> ofRefusedEdit(error, command);
      default -> FAILED;
    };
  }

  /** An edit is refused in words; which number that is follows from what was asked for. */
  private static FieldStatus ofRefusedEdit(IpcError error, FieldCommand command) {
    return switch (command.operation()) {
      case "cib_create" -> error.reason().endsWith("already") ? ALREADY_THERE : BAD_SCHEMA;
      case "cib_apply_diff" -> BAD_PATCH;
      case "cib_modify", "cib_delete" ->
          error.reason().contains("is not in") ? NOT_THERE : BAD_SCHEMA;
      default -> BAD_SCHEMA;
    };
  }
}
