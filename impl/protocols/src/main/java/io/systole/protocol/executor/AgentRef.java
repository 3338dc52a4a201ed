package io.systole.protocol.executor;

/**
 * Which agent manages a resource, as in the CIB.
 *
 * @param standard the CIB's {@code class}
 * @param provider empty for classes that have none
 */
public record AgentRef(String standard, String provider, String type) {

  /** Whether it manages a fence device: such a resource runs where it is started, not elsewhere. */
  public boolean isFenceDevice() {
    return standard.equals("stonith");
  }

  @Override
  public String toString() {
    return provider.isEmpty() ? standard + ":" + type : standard + ":" + provider + ":" + type;
  }
}
