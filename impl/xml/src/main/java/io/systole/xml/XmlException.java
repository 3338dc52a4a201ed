package io.systole.xml;

/** A document that is not accepted, with the place and the reason. */
public final class XmlException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;

  public XmlException(int line, int column, String reason) {
    super(reason);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }

  /** Place and reason. */
  @Override
  public String getMessage() {
    return "line " + line + ", column " + column + ": " + reason;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1. */
  public int column() {
    return column;
  }

  /** What is wrong, without the place. */
  public String reason() {
    return reason;
  }
}
