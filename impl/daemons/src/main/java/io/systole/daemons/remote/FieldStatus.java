package io.systole.daemons.remote;

import io.systole.cib.EditFault;
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
  BAD_PATCH(-206);

  /** What codes begin with that say that an edit can't be made. */
  private static final String EDIT_FAULT = "edit-";

  private final int code;

  FieldStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The number for an error of ours. */
  static FieldStatus of(IpcError error, FieldCommand command) {
    String code = error.code();
    if (code.startsWith(EDIT_FAULT)) {
      return EditFault.of(code.substring(EDIT_FAULT.length()))
          .map(fault -> of(fault, command))
          .orElse(FAILED);
    }
    return switch (code) {
      case "permission-denied" -> DENIED;
      case "no-quorum", "not-synchronised" -> NO_QUORUM;
      case "unknown-outcome", "storage-full" -> TIMED_OUT;
      case "bad-request" -> INVALID;
      case "unknown-request" -> NOT_SUPPORTED;
      default -> FAILED;
    };
  }

  private static FieldStatus of(EditFault fault, FieldCommand command) {
    boolean patch = command.operation().equals("cib_apply_diff");
    return switch (fault) {
      case MISSING -> patch ? BAD_PATCH : NOT_THERE;
      case EXISTS -> ALREADY_THERE;
      case OUTDATED -> OLD_DATA;
      case INVALID -> BAD_SCHEMA;
      case DENIED -> DENIED;
      case NONSENSE -> INVALID;
    };
  }
}
