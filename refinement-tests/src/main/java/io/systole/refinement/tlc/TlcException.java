package io.systole.refinement.tlc;

/** TLC could not say anything of a specification: it does not parse, or TLC failed. */
public final class TlcException extends Exception {

  private static final long serialVersionUID = 1L;

  public TlcException(String message) {
    super(message);
  }

  public TlcException(String message, Throwable cause) {
    super(message, cause);
  }
}
