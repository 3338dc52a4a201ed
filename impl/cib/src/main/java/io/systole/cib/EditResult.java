package io.systole.cib;

/** What came of applying edits to a CIB: all of them, or none. */
public sealed interface EditResult {

  /** What a change is about, which decides what it takes to acknowledge it. */
  enum Kind {
    /** The CIB was as the edits want it already; its version is untouched. */
    NOTHING,
    /** The status, or what the cluster notes on {@code <cib>} about itself; num_updates rose. */
    STATUS,
    /** The configuration; the epoch rose. */
    CONFIGURATION
  }

  /** The edits are done. */
  record Applied(Cib cib, Kind kind) implements EditResult {}

  /**
   * The CIB is as it was.
   *
   * @param fault for programs
   * @param reason names the thing and the value
   * @param remedy what to do about it
   */
  record Refused(EditFault fault, String reason, String remedy) implements EditResult {}
}
