package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleLink;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcException;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stands in the supervisor's place where all roles share one process: there is nothing to restart,
 * but the node is asked for its state and to stop in the same words.
 */
public final class CompactRole implements Role {

  private final ImmutableList<String> roles;
  private final Consumer<Ending> ended;
  private volatile boolean stopAsked;
  private volatile Optional<RoleContext> context = Optional.empty();
  private Optional<RoleLink> controller = Optional.empty();
  private boolean stopping;
  private boolean leaving;

  /**
   * Makes the stand-in of a node.
   *
   * @param roles that run in this process
   * @param ended is told when the roles are to be stopped
   */
  public CompactRole(ImmutableList<String> roles, Consumer<Ending> ended) {
    this.roles = roles;
    this.ended = ended;
  }

  @Override
  public String name() {
    return SupervisorRole.NAME;
  }

  @Override
  public void start(RoleContext newContext) {
    context = Optional.of(newContext);
    if (roles.contains(SupervisorMachine.CONTROLLER)) {
      controller = Optional.of(RoleLink.open(newContext, SupervisorMachine.CONTROLLER, new Link()));
    }
    if (stopAsked) {
      stop(true);
    }
  }

  /** Begins to stop the node. For any thread. */
  public void askStop() {
    stopAsked = true;
    context.ifPresent(begun -> begun.loop().post("stop", () -> stop(true)));
  }

  @Override
  public void requested(IpcRequest request) {
    switch (request.body().name()) {
      case "supervisor-state" -> request.reply(report());
      case "stop" -> {
        request.reply(Element.of("stopping"));
        stop(!request.body().attribute("force", "false").equals("true"));
      }
      default -> request.fail(IpcError.unknownRequest(name(), request.body().name()));
    }
  }

  @Override
  public void stop() {
    controller.ifPresent(RoleLink::close);
  }

  private void stop(boolean leaveFirst) {
    if (!leaveFirst || controller.filter(RoleLink::isConnected).isEmpty()) {
      ended.accept(Ending.STOP);
      return;
    }
    if (!stopping) {
      stopping = true;
      var _ =
          context
              .orElseThrow()
              .loop()
              .after(
                  context.orElseThrow().configuration().supervision().shutdownEscalation(),
                  "shutdown escalation",
                  () -> ended.accept(Ending.STOP));
      askLeave();
    }
  }

  private void askLeave() {
    leaving = true;
    Leave.ask(
        controller.orElseThrow(),
        (left, reason) -> {
          leaving = false;
          if (left) {
            ended.accept(Ending.STOP);
          } else {
            context.orElseThrow().log().warning("the controller did not leave: " + reason);
          }
        });
  }

  private Element report() {
    Element.Builder report =
        Element.builder("supervisor-state")
            .attribute("node", context.orElseThrow().node().value())
            .attribute("phase", stopping ? "leaving" : "up")
            .attribute("build", context.orElseThrow().build())
            .attribute("installed", context.orElseThrow().build());
    for (String role : roles) {
      report.child(
          Element.builder("role")
              .attribute("name", role)
              .attribute("phase", "running")
              .attribute("pid", ProcessHandle.current().pid())
              .attribute("build", context.orElseThrow().build())
              .attribute("restarts", 0)
              .build());
    }
    return report.build();
  }

  /** A controller that comes back while the node leaves is asked again. */
  private final class Link implements RoleLink.Listener {

    @Override
    public void connected() {
      if (stopping && !leaving) {
        askLeave();
      }
    }

    @Override
    public void event(Element body) {
      // Nothing was subscribed to.
    }

    @Override
    public void disconnected(IpcException reason) {
      // It shares our process, so this is the end of both, or it comes back at once.
    }
  }
}
