package io.systole.daemons.remote;

import com.google.common.primitives.Ints;
import io.systole.cib.options.ClusterOption;
import io.systole.daemons.runtime.MessageGrammar;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleContext;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.MessageCheck;
import io.systole.ipc.Peer;
import io.systole.xml.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Listens where the CIB says: at its {@code remote-clear-port} in clear text, for this machine
 * alone, and at its {@code remote-tls-port} by TLS. Nothing listens on a node whose configuration
 * has no {@code <remote>}. For the role's event loop alone.
 */
public final class RemoteAccess implements AutoCloseable {

  private static final int BACKLOG = 64;
  private static final int MAX_PORT = 65_535;

  private final RoleContext context;
  private final Manager manager;
  private final MessageCheck words;
  private final OlderSchema schema = new OlderSchema();
  private final Port clear = new Port(ClusterOption.REMOTE_CLEAR_PORT);
  private final Port tls = new Port(ClusterOption.REMOTE_TLS_PORT);

  /** A port of the CIB, as it is asked for and as it is open. */
  private static final class Port {

    private final String attribute;
    private String asked = "";
    private Optional<RemoteListener> listener = Optional.empty();

    Port(ClusterOption option) {
      this.attribute = option.word();
    }

    /** Whether something else is asked for than before. */
    boolean changes(Element cib) {
      String now = cib.attribute(attribute, "");
      boolean other = !now.equals(asked);
      asked = now;
      return other;
    }

    void close() {
      listener.ifPresent(RemoteListener::close);
      listener = Optional.empty();
    }
  }

  /** Makes a socket that listens at a port. */
  @FunctionalInterface
  private interface Opener {
    ServerSocket open(NodeConfiguration.Remote remote, int port) throws IOException;
  }

  /** The CIB manager, for peers on other machines. It is called from any thread. */
  public interface Manager {

    void requested(IpcRequest request);

    /** The peer's connection has ended. */
    void closed(Peer peer);
  }

  /**
   * @param manager hears what is as its grammar says, and no more
   */
  public RemoteAccess(RoleContext context, Manager manager) {
    this.context = context;
    this.manager = manager;
    this.words = MessageGrammar.of(context.role(), context.log());
    if (context.configuration().remote().filter(remote -> remote.anonymous()).isPresent()) {
      RemoteTls.allowAnonymous();
    }
  }

  /** Listens as this CIB says, and no longer as an earlier one said. */
  public void follow(Element cib) {
    follow(clear, cib, RemoteAccess::clear);
    follow(tls, cib, RemoteTls::listen);
  }

  @Override
  public void close() {
    clear.close();
    tls.close();
  }

  private void follow(Port port, Element cib, Opener opener) {
    if (!port.changes(cib)) {
      return;
    }
    port.close();
    Integer number = Ints.tryParse(port.asked);
    if (port.asked.isEmpty() || (number != null && number == 0)) {
      return;
    }
    if (number == null || number < 1 || number > MAX_PORT) {
      warn(port, "it is no port; set it to a number from 1 to " + MAX_PORT + ", or remove it");
      return;
    }
    Optional<NodeConfiguration.Remote> remote = context.configuration().remote();
    if (remote.isEmpty()) {
      warn(port, "the configuration of this node has no <remote>, so nothing listens there");
      return;
    }
    try {
      ServerSocket server = opener.open(remote.get(), number);
      port.listener =
          Optional.of(
              RemoteListener.start(
                  server,
                  new RemoteSession.Shared(
                      new RemoteAccounts(remote.get().accounts()),
                      this::judged,
                      manager::closed,
                      schema,
                      context.log())));
      context.log().info(port.attribute + ": listens at " + server.getLocalSocketAddress());
    } catch (IOException e) {
      warn(port, "can't listen there: " + e + "; choose another, or see <remote> of this node");
    }
  }

  private void judged(IpcRequest request) {
    words
        .ofClient(Element.of("request", "id", "1").plus(request.body()))
        .ifPresentOrElse(request::fail, () -> manager.requested(request));
  }

  private void warn(Port port, String why) {
    context.log().warning(port.attribute + " of the CIB is '" + port.asked + "': " + why);
  }

  private static ServerSocket clear(NodeConfiguration.Remote remote, int port) throws IOException {
    return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
  }
}
