package io.systole.agents;

import java.util.regex.Pattern;

/**
 * Which agent manages a resource: {@code class:provider:type}, or {@code class:type} where the
 * class has no providers.
 *
 * @param standard the CIB's {@code class}; one that is not known is a result of the run, no crash
 * @param provider who made it, for OCF; else empty
 * @param type the agent's own name
 */
public record AgentName(String standard, String provider, String type) {

  /** What may be part of a path below a folder of agents without leaving the folder. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_.@+-]{0,127}");

  /** An OCF agent. */
  public static AgentName ocf(String provider, String type) {
    return new AgentName("ocf", provider, type);
  }

  /** Whether provider and type name a file and cannot lead out of a folder. */
  boolean isSafe() {
    return SAFE.matcher(type).matches() && (provider.isEmpty() || isSafe(provider));
  }

  static boolean isSafe(String name) {
    return SAFE.matcher(name).matches();
  }

  @Override
  public String toString() {
    return provider.isEmpty() ? standard + ":" + type : standard + ":" + provider + ":" + type;
  }
}
