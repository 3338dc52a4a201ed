package io.systole.cluster.corosync;

/** A function of Corosync's failed; the message says which, why and what to do. */
final class CorosyncException extends Exception {

  private static final long serialVersionUID = 1L;

  private final CsError error;

  CorosyncException(String function, int code) {
    super(CsError.explain(function, code));
    this.error = CsError.of(code);
  }

  CorosyncException(String message) {
    super(message);
    this.error = CsError.OTHER;
  }

  /** Whether the same may succeed soon. */
  boolean mayPass() {
    return error == CsError.TRY_AGAIN;
  }

  /** Whether Corosync is not there. */
  boolean isAbsence() {
    return error == CsError.LIBRARY;
  }

  /** Throws if a function did not succeed. */
  static void check(String function, int code) throws CorosyncException {
    if (CsError.of(code) != CsError.OK) {
      throw new CorosyncException(function, code);
    }
  }
}
