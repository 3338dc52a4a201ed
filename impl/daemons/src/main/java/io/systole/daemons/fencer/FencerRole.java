package io.systole.daemons.fencer;

import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import java.util.Optional;

/**
 * {@code systoled fencer}. It is told its devices by the controller and forgets them when it ends;
 * its history comes from its peers when it comes back.
 */
public final class FencerRole implements Role {

  public static final String NAME = "fencer";

  private Optional<Fencer> fencer = Optional.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    fencer = Optional.of(new Fencer(context));
  }

  @Override
  public void requested(IpcRequest request) {
    fencer.orElseThrow().requested(request);
  }

  @Override
  public void closed(Peer peer) {
    fencer.orElseThrow().closed(peer);
  }

  @Override
  public void stop() {
    fencer.ifPresent(Fencer::stop);
  }
}
