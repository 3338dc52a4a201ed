package io.systole.daemons;

import com.google.common.collect.ImmutableMap;
import io.systole.cluster.EngineException;
import io.systole.daemons.runtime.Role;
import java.util.function.Supplier;

/** A program like {@code systoled}, with roles that do as they are told. */
public final class DummyDaemon {

  /** In the order in which they are started. */
  static final ImmutableMap<String, Supplier<Role>> ROLES =
      ImmutableMap.of(
          "alpha", () -> new DummyRole("alpha"),
          "beta", () -> new DummyRole("beta"),
          "controller", () -> new DummyRole("controller"));

  private DummyDaemon() {}

  public static void main(String[] arguments) {
    RoleRegistry registry =
        new RoleRegistry(
            ROLES,
            (configuration, role, build) -> {
              throw new EngineException("a dummy has no engine");
            });
    Systoled.run(registry, DummyDaemon.class, arguments);
  }
}
