package io.systole.cluster;

/** The engine can't do what was asked. The message names the engine, the cause and the remedy. */
public final class EngineException extends Exception {

  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
