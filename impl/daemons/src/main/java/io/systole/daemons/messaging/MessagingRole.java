package io.systole.daemons.messaging;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;

/**
 * Owns the node's embedded engine and lets the node's other processes join groups through it. A
 * process that ends leaves its groups at once. One that does not answer for {@link
 * #CLIENT_TIMEOUT}, because it is stopped or stuck, is put out of its groups and cut off, so that
 * it hears of it when it goes on. When the engine is lost this process ends, and with it the node's
 * part in the cluster.
 */
public final class MessagingRole implements Role {

  public static final String NAME = MessagingWords.ROLE;

  /** How long a process may be silent before it is put out of its groups. */
  public static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(5);

  /** The role's own group, by which it hears of views and of the engine's end. */
  private static final String OWN_GROUP = "messaging";

  private static final int PROBES_PER_TIMEOUT = 5;

  private final Opener opener;
  private final Duration clientTimeout;
  private final TreeMap<Long, Session> sessions = new TreeMap<>();
  private final CompletableFuture<ClusterEngine> engine = new CompletableFuture<>();
  private final SharedGroups shared = new SharedGroups();
  private volatile Optional<View> view = Optional.empty();
  private volatile boolean stopping;
  private Optional<RoleContext> context = Optional.empty();

  /** Opens the engine, which may take long. */
  @FunctionalInterface
  interface Opener {
    ClusterEngine open(NodeConfiguration configuration) throws EngineException;
  }

  public MessagingRole() {
    this(Engines::openEmbedded, CLIENT_TIMEOUT);
  }

  MessagingRole(Opener opener, Duration clientTimeout) {
    this.opener = opener;
    this.clientTimeout = clientTimeout;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext started) throws RoleException {
    context = Optional.of(started);
    try {
      // What is wrong with the configuration is told before anything waits for the network.
      var _ = Engines.options(started.configuration());
    } catch (EngineException e) {
      String message = String.valueOf(e.getMessage());
      // A name that is not known now may be known later.
      throw e.getCause() instanceof UnknownHostException
          ? new RoleException(message, e)
          : RoleException.misconfigured(message, e);
    }
    Thread.ofPlatform().daemon().name("open-engine").start(() -> open(started));
    var _ =
        started
            .loop()
            .every(clientTimeout.dividedBy(PROBES_PER_TIMEOUT), "probe of clients", this::probe);
  }

  private void open(RoleContext started) {
    try {
      ClusterEngine opened = opener.open(started.configuration());
      engine.complete(opened);
      if (stopping) {
        opened.close();
        return;
      }
      var _ = opened.join(OWN_GROUP, new Own(started));
    } catch (EngineException e) {
      engine.completeExceptionally(e);
      started.fatal(e);
    }
  }

  @Override
  public void requested(IpcRequest request) {
    Session session =
        sessions.computeIfAbsent(
            request.peer().number(), _ -> Session.start(request.peer(), engine, shared));
    switch (request.body().name()) {
      case MessagingWords.ALIVE -> {
        session.answered();
        request.reply(Element.of("ok"));
      }
      case MessagingWords.STATE -> request.reply(MessagingWords.state(context().node(), view));
      case MessagingWords.JOIN, MessagingWords.LEAVE, MessagingWords.MULTICAST ->
          session.ask(request);
      default -> request.fail(IpcError.unknownRequest(name(), request.body().name()));
    }
  }

  @Override
  public void closed(Peer peer) {
    Session session = sessions.remove(peer.number());
    if (session != null) {
      session.end();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    sessions.values().forEach(Session::end);
    sessions.clear();
    if (engine.isDone() && !engine.isCompletedExceptionally()) {
      engine.join().close();
    }
  }

  /**
   * Counts probes and not time: if this process itself was stopped, its clients' answers wait to be
   * read, and none of them is at fault.
   */
  private void probe() {
    for (Session session : sessions.values()) {
      if (session.isMember() && session.probe() > PROBES_PER_TIMEOUT) {
        drop(session);
      }
    }
  }

  private void drop(Session session) {
    context()
        .log()
        .warning(
            session.peer().role()
                + " did not answer for "
                + clientTimeout.toMillis()
                + " ms and is put out of its groups "
                + session.groups());
    session.end();
    session
        .peer()
        .cutOff(
            new IpcError(
                "client-timeout",
                "this process did not answer for " + clientTimeout.toMillis() + " ms",
                "connect and join again; see whether it was stopped, or stuck"));
  }

  private RoleContext context() {
    return context.orElseThrow();
  }

  /** Hears what concerns the node itself. */
  private final class Own implements EngineListener {

    private final RoleContext started;

    Own(RoleContext started) {
      this.started = started;
    }

    @Override
    public void viewChanged(View changed) {
      view = Optional.of(changed);
      started.log().log(
          Level.INFO,
          "view {0}: nodes {1}, {2}",
          new Object[] {
            changed.id(),
            changed.nodes(),
            changed.quorate() ? "quorate" : "not quorate, needed are " + changed.quorum()
          });
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      started.log().log(Level.FINE, "{0} said {1}", new Object[] {sender, message.name()});
    }

    @Override
    public void disconnected(String reason) {
      if (!stopping) {
        started.fatal(new EngineException("the cluster engine is lost: " + reason));
      }
    }
  }
}
