package io.systole.daemons;

import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Answers {@code <leave/>}, gets stuck at {@code <block/>}, fails at {@code <crash/>}. */
final class DummyRole implements Role {

  private final String name;
  private Optional<RoleContext> context = Optional.empty();

  DummyRole(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(RoleContext newContext) {
    context = Optional.of(newContext);
  }

  @Override
  public void requested(IpcRequest request) {
    switch (request.body().name()) {
      case "leave" -> {
        log("leaves");
        request.reply(Element.of("left"));
      }
      case "block" -> block();
      case "crash" -> throw new IllegalStateException("told to crash");
      default -> request.fail(IpcError.unknownRequest(name, request.body().name()));
    }
  }

  @Override
  public void stop() {
    log("stops");
  }

  private void log(String what) {
    context.orElseThrow().log().info(name + " " + what);
  }

  private static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
