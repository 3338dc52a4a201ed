package io.systole.protocol.transition;

/** What was given is no transition graph. The message names the element and what is wrong. */
public final class GraphException extends Exception {

  private static final long serialVersionUID = 1L;

  public GraphException(String message) {
    super(message);
  }
}
