package io.systole.daemons.attributes;

import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import java.util.Optional;

/**
 * {@code systoled attributes}. It keeps nothing on disk: after a restart the values come from its
 * peers, and when all nodes have gone they are gone, too.
 */
public final class AttributesRole implements Role {

  public static final String NAME = "attributes";

  private Optional<AttributeManager> manager = Optional.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    manager = Optional.of(new AttributeManager(context));
  }

  @Override
  public void requested(IpcRequest request) {
    manager.orElseThrow().requested(request);
  }

  @Override
  public void closed(Peer peer) {
    manager.orElseThrow().closed(peer);
  }

  @Override
  public void stop() {
    manager.ifPresent(AttributeManager::stop);
  }
}
