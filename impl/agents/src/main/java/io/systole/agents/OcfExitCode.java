package io.systole.agents;

import java.util.Optional;

/**
 * What an agent means by its exit code.
 *
 * <p>Source: OCF Resource Agent API 1.1, section "Exit status codes"; 190 and 191 from the chapter
 * "OCF Resource Agents" of Pacemaker's administration guide.
 */
public enum OcfExitCode {
  OK(0, "ok"),
  ERROR(1, "error"),
  INVALID_PARAMETER(2, "invalid parameter"),
  UNIMPLEMENTED(3, "action not implemented"),
  INSUFFICIENT_PRIVILEGES(4, "insufficient privileges"),
  NOT_INSTALLED(5, "not installed"),
  NOT_CONFIGURED(6, "not configured"),
  NOT_RUNNING(7, "not running"),
  PROMOTED(8, "promoted"),
  PROMOTED_FAILED(9, "promoted but failed"),
  DEGRADED(190, "degraded"),
  DEGRADED_PROMOTED(191, "promoted and degraded");

  private final int code;
  private final String meaning;

  OcfExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public static Optional<OcfExitCode> of(int code) {
    for (OcfExitCode known : values()) {
      if (known.code == code) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The meaning of {@code code} for people. */
  public static String describe(int code) {
    return of(code).map(OcfExitCode::meaning).orElse("unknown exit code " + code);
  }

  public int code() {
    return code;
  }

  /** In a word or two, for people. */
  public String meaning() {
    return meaning;
  }
}
