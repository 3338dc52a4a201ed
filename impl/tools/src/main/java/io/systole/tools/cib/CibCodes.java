package io.systole.tools.cib;

import io.systole.cib.EditFault;
import io.systole.tools.ExitCode;

/** How a command ends whose change was refused. */
public final class CibCodes {

  /** What the codes of the CIB manager's answers begin with that say that an edit can't be made. */
  private static final String EDIT_FAULT = "edit-";

  private CibCodes() {}

  /** By the code of the CIB manager's answer. */
  public static ExitCode exit(String code) {
    return code.startsWith(EDIT_FAULT)
        ? EditFault.of(code.substring(EDIT_FAULT.length()))
            .map(CibCodes::exit)
            .orElse(ExitCode.ERROR)
        : ExitCode.ERROR;
  }

  static ExitCode exit(EditFault fault) {
    return switch (fault) {
      case MISSING -> ExitCode.NO_SUCH;
      case EXISTS -> ExitCode.EXISTS;
      case OUTDATED -> ExitCode.OLD;
      case INVALID -> ExitCode.CONFIGURATION;
      case DENIED -> ExitCode.NOT_ALLOWED;
      case NONSENSE -> ExitCode.ERROR;
    };
  }
}
