package io.systole.simulation;

import io.systole.protocol.controller.Service;
import java.util.Locale;
import java.util.Optional;

/** The daemons of a simulated node, in the order in which they are started. */
public enum Role {
  CIB(Service.CIB),
  FENCER(Service.FENCER),
  EXECUTOR(Service.EXECUTOR),
  ATTRIBUTES(Service.ATTRIBUTES),
  CONTROLLER(null);

  private final Optional<Service> service;

  @SuppressWarnings("NullableOptional")
  Role(@org.jspecify.annotations.Nullable Service service) {
    this.service = Optional.ofNullable(service);
  }

  /** What the controller calls it; empty for the controller itself. */
  Optional<Service> service() {
    return service;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
