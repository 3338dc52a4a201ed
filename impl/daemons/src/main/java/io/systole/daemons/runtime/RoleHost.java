package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.ipc.Access;
import io.systole.ipc.IpcException;
import io.systole.ipc.IpcLimits;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.IpcServer;
import io.systole.ipc.Peer;
import io.systole.ipc.ServerHandler;
import io.systole.ipc.ServerOptions;
import io.systole.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one role: its loop, its watchdog and its socket. */
public final class RoleHost implements AutoCloseable {

  /** How long a role may take to give back what it holds. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** Roles that no person talks to: who does acts as the node itself, whatever lists say. */
  private static final ImmutableSortedSet<String> FOR_DAEMONS =
      ImmutableSortedSet.of("executor", "messaging");

  private final Role role;
  private final Context context;
  private final Consumer<Throwable> fatal;
  private Optional<IpcServer> server = Optional.empty();
  private Optional<LoopWatchdog> watchdog = Optional.empty();

  /**
   * What hosts of one process share.
   *
   * @param engines opens the engine
   * @param build the build id that is told to others
   * @param fatal is told of what no role can survive; it ends the process
   */
  public record Surroundings(
      NodeConfiguration configuration,
      EngineFactory engines,
      String build,
      Consumer<Throwable> fatal) {}

  private RoleHost(Role role, Surroundings surroundings) {
    this.role = role;
    this.fatal = surroundings.fatal();
    this.context = new Context(role.name(), surroundings, this::failed);
  }

  /**
   * Opens a role's socket and starts the role.
   *
   * @throws RoleException if the role or its socket can't be started; nothing is left then
   */
  public static RoleHost start(Role role, Surroundings surroundings) throws RoleException {
    RoleHost host = new RoleHost(role, surroundings);
    try {
      host.begin();
      return host;
    } catch (RoleException e) {
      host.end();
      throw e;
    }
  }

  /** The loop, for whoever wants to see that it turns. */
  public EventLoop loop() {
    return context.loop();
  }

  /** Stops the role in order: first the role, then its socket, then its loop. */
  @Override
  public void close() {
    if (!context.loop().isStopping()) {
      stopRole();
    }
    end();
  }

  private void stopRole() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    context
        .loop()
        .post(
            "stop",
            () -> {
              role.stop();
              stopped.complete(null);
            });
    try {
      stopped.get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      context.log().warning(role.name() + " did not stop within " + STOP_LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails this future", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() throws RoleException {
    CompletableFuture<Void> started = new CompletableFuture<>();
    context
        .loop()
        .post(
            "start",
            () -> {
              try {
                role.start(context);
                started.complete(null);
              } catch (RoleException e) {
                started.completeExceptionally(e);
              }
            });
    // The socket first: while another process of this role is alive this one must not begin. What
    // clients ask meanwhile waits behind the start.
    server = Optional.of(openServer());
    context.loop().start();
    watchdog = Optional.of(LoopWatchdog.watch(context.loop(), context.log(), LoopWatchdog.LIMIT));
    await(started);
    context.log().log(
        Level.INFO,
        "{0} runs as process {1}, build {2}",
        new Object[] {role.name(), Long.toString(ProcessHandle.current().pid()), context.build()});
  }

  private static void await(CompletableFuture<Void> started) throws RoleException {
    try {
      started.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RoleException refused) {
        throw refused.again();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RoleException("the start was interrupted", e);
    }
  }

  private Access access(NodeConfiguration configuration) throws RoleException {
    try {
      return configuration.group().isPresent() && !FOR_DAEMONS.contains(role.name())
          ? Access.withGroup(configuration.group().get())
          : Access.ownerAndRoot();
    } catch (IpcException e) {
      throw RoleException.misconfigured(e.error().toString(), e);
    }
  }

  private IpcServer openServer() throws RoleException {
    NodeConfiguration configuration = context.configuration();
    Access access = access(configuration);
    try {
      Files.createDirectories(configuration.run());
      return IpcServer.open(
          new ServerOptions(
              configuration.socket(role.name()),
              role.name(),
              context.build(),
              access,
              IpcLimits.DEFAULT,
              MessageGrammar.of(role.name(), context.log())),
          new OnLoop());
    } catch (IpcException e) {
      throw new RoleException(e.error().toString(), e);
    } catch (IOException e) {
      throw new RoleException(
          "can't make the run folder " + configuration.run() + ": " + e + "; correct its owner", e);
    }
  }

  private void end() {
    server.ifPresent(IpcServer::close);
    watchdog.ifPresent(LoopWatchdog::close);
    context.loop().stop();
  }

  private void failed(Throwable cause) {
    context.log().log(Level.SEVERE, role.name() + " can't go on: " + cause, cause);
    fatal.accept(cause);
  }

  private Element pong() {
    return Element.builder("pong")
        .attribute("role", role.name())
        .attribute("node", context.node().value())
        .attribute("pid", ProcessHandle.current().pid())
        .attribute("build", context.build())
        .attribute("incarnation", context.incarnation())
        .build();
  }

  /** Brings what clients ask to the loop. */
  private final class OnLoop implements ServerHandler {

    @Override
    public void requested(IpcRequest request) {
      context
          .loop()
          .post(
              request.body().name(),
              () -> {
                if (request.body().is("ping")) {
                  request.reply(pong());
                } else {
                  role.requested(request);
                }
              });
    }

    @Override
    public void closed(Peer peer) {
      context.loop().post("end of " + peer, () -> role.closed(peer));
    }
  }

  /** The role's view of all this. */
  private record Context(
      String role, Surroundings surroundings, EventLoop loop, Logger log, long incarnation)
      implements RoleContext {

    Context(String role, Surroundings surroundings, Consumer<Throwable> failed) {
      this(
          role,
          surroundings,
          new EventLoop(role, failed),
          Logs.of(surroundings.configuration().node().value(), role),
          System.currentTimeMillis());
    }

    @Override
    public NodeConfiguration configuration() {
      return surroundings.configuration();
    }

    @Override
    public String build() {
      return surroundings.build();
    }

    @Override
    public Optional<Path> image() {
      return Builds.image();
    }

    @Override
    public ClusterEngine openEngine() throws EngineException {
      return surroundings.engines().open(configuration(), role, build());
    }

    @Override
    public void fatal(Throwable cause) {
      log.log(Level.SEVERE, role + " can't go on: " + cause, cause);
      surroundings.fatal().accept(cause);
    }
  }
}
