package io.systole.cib;

/** Carries a refusal out of the depths of an edit; never leaves this package. */
final class EditRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final EditFault fault;
  private final String reason;
  private final String remedy;

  EditRefused(EditFault fault, String reason, String remedy) {
    super(reason, null, false, false);
    this.fault = fault;
    this.reason = reason;
    this.remedy = remedy;
  }

  EditResult.Refused result() {
    return new EditResult.Refused(fault, reason, remedy);
  }
}
