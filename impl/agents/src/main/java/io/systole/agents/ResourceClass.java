package io.systole.agents;

import java.util.Optional;

/** The standards that an agent may follow, named as in the CIB's {@code class}. */
public enum ResourceClass {
  /** Agents with a provider, parameters by name and exit codes with a meaning. */
  OCF("ocf"),

  /** A device that fences nodes, seen as a resource. */
  STONITH("stonith"),

  /** A unit of systemd. */
  SYSTEMD("systemd"),

  /** A script of System V init. */
  LSB("lsb"),

  /** Whichever of systemd and LSB a node has. */
  SERVICE("service");

  private final String value;

  ResourceClass(String value) {
    this.value = value;
  }

  /** The class that the CIB calls {@code value}. */
  public static Optional<ResourceClass> of(String value) {
    for (ResourceClass known : values()) {
      if (known.value.equals(value)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The name in the CIB. */
  @Override
  public String toString() {
    return value;
  }
}
