package io.systole.agents;

/** How running an operation went, apart from what the agent said: the CIB's {@code op-status}. */
public enum OperationStatus {
  PENDING(-1, "pending"),

  /** The agent ended by itself; its exit code says the rest. */
  DONE(0, "complete"),
  CANCELLED(1, "cancelled"),
  TIMEOUT(2, "timed out"),
  NOT_SUPPORTED(3, "not supported"),

  /** It could not be carried out; trying again may help. */
  ERROR(4, "error"),

  /** It cannot work on this node. */
  ERROR_HARD(5, "hard error"),

  /** It cannot work on any node. */
  ERROR_FATAL(6, "fatal error"),

  /** The agent, or what it manages, is not on this node. */
  NOT_INSTALLED(7, "not installed"),
  NOT_CONNECTED(8, "no executor"),
  INVALID(9, "invalid"),
  NO_FENCE_DEVICE(10, "no fence device"),
  NO_SECRETS(11, "no secrets");

  private final int code;
  private final String meaning;

  OperationStatus(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number in the CIB. */
  public int code() {
    return code;
  }

  /** In a word or two, for people. */
  public String meaning() {
    return meaning;
  }
}
