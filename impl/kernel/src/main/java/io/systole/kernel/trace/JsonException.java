package io.systole.kernel.trace;

/** A text is not JSON. */
public final class JsonException extends Exception {

  private static final long serialVersionUID = 1L;
  private final boolean atEnd;

  JsonException(int column, boolean atEnd, String reason) {
    super("column " + column + ": " + reason);
    this.atEnd = atEnd;
  }

  /** Whether the text was good as far as it went, as that of a line that was cut off is. */
  public boolean atEnd() {
    return atEnd;
  }
}
