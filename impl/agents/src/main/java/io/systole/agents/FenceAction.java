package io.systole.agents;

import java.util.Optional;

/** What a fence agent can be asked, named as in the field. */
public enum FenceAction {
  OFF("off"),
  ON("on"),
  REBOOT("reboot"),

  /** Whether one node's plug has power: exit code 0 for yes, 2 for no. */
  STATUS("status"),

  /** Whether the device itself can be reached. */
  MONITOR("monitor"),

  /** Which nodes the device can fence. */
  LIST("list"),
  VALIDATE("validate-all");

  private final String value;

  FenceAction(String value) {
    this.value = value;
  }

  /** The action that is called {@code value}. */
  public static Optional<FenceAction> of(String value) {
    for (FenceAction known : values()) {
      if (known.value.equals(value)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Whether it is about one node. */
  public boolean hasTarget() {
    return switch (this) {
      case OFF, ON, REBOOT, STATUS -> true;
      case MONITOR, LIST, VALIDATE -> false;
    };
  }

  /** The name in the field's parameters, where a dash would not do. */
  String parameterName() {
    return this == VALIDATE ? "validate" : value;
  }

  @Override
  public String toString() {
    return value;
  }
}
