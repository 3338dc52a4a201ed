package io.systole.daemons;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.daemons.attributes.AttributesRole;
import io.systole.daemons.cib.CibRole;
import io.systole.daemons.controller.ControllerRole;
import io.systole.daemons.executor.ExecutorRole;
import io.systole.daemons.fencer.FencerRole;
import io.systole.daemons.messaging.Engines;
import io.systole.daemons.messaging.MessagingRole;
import io.systole.daemons.runtime.EngineFactory;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.scheduler.SchedulerRole;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The roles that a program can take, by name, in the order in which a node starts them.
 *
 * @param engines opens the engine for those roles that need it
 */
public record RoleRegistry(ImmutableMap<String, Supplier<Role>> roles, EngineFactory engines) {

  /** The roles of Systole. Each role has its line here, and nowhere else. */
  public static RoleRegistry systole() {
    return new RoleRegistry(
        ImmutableMap.<String, Supplier<Role>>builder()
            .put(MessagingRole.NAME, MessagingRole::new)
            .put(CibRole.NAME, CibRole::new)
            .put(SchedulerRole.NAME, SchedulerRole::new)
            .put(ExecutorRole.NAME, ExecutorRole::new)
            .put(FencerRole.NAME, FencerRole::new)
            .put(AttributesRole.NAME, AttributesRole::new)
            .put(ControllerRole.NAME, ControllerRole::new)
            .buildOrThrow(),
        new Engines());
  }

  public ImmutableList<String> names() {
    return roles.keySet().asList();
  }

  /** The roles of a node: with Corosync each process has its own connection to the engine. */
  public ImmutableList<String> names(NodeConfiguration configuration) {
    boolean embedded = configuration.engine().type() == NodeConfiguration.EngineType.JGROUPS;
    return names().stream()
        .filter(role -> embedded || !role.equals(MessagingRole.NAME))
        .collect(ImmutableList.toImmutableList());
  }

  public Optional<Role> create(String name) {
    return Optional.ofNullable(roles.get(name)).map(Supplier::get);
  }
}
