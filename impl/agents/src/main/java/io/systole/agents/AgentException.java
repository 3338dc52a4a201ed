package io.systole.agents;

/** An agent cannot be used. The message names the agent, the cause and what to do. */
public final class AgentException extends Exception {

  private static final long serialVersionUID = 1L;

  public AgentException(String message) {
    super(message);
  }

  public AgentException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
