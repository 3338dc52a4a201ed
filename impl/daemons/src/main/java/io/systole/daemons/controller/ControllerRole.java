package io.systole.daemons.controller;

import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import java.util.Optional;

/** {@code systoled controller}: takes part in coordinating the cluster, and does as the DC says. */
public final class ControllerRole implements Role {

  public static final String NAME = "controller";

  private Optional<ControllerShell> shell = Optional.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    shell = Optional.of(new ControllerShell(context));
  }

  @Override
  public void requested(IpcRequest request) {
    if (shell.isPresent()) {
      shell.get().requested(request);
    } else {
      request.fail(new IpcError("stopping", "the controller is stopping", "try again later"));
    }
  }

  @Override
  public void stop() {
    shell.ifPresent(ControllerShell::close);
    shell = Optional.empty();
  }
}
