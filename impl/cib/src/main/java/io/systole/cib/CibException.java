package io.systole.cib;

/** A document that is not a CIB, or not a change of one, with the place and the reason. */
public final class CibException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  /**
   * @param line where the fault is, from 1; 0 if the element was made in memory
   */
  public CibException(int line, String reason) {
    super(reason);
    this.reason = reason;
    this.line = line;
  }

  /** Place, if it is known, and reason. */
  @Override
  public String getMessage() {
    return line == 0 ? reason : "line " + line + ": " + reason;
  }

  /** From 1; 0 if it is not known. */
  public int line() {
    return line;
  }
}
