package io.systole.tools;

import com.google.common.collect.ImmutableList;
import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.tools.cib.CibCodes;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a tool asks of the daemons of one node. Connections are made when they are needed. */
public final class ClusterClient implements AutoCloseable {

  /** How much longer than the operation itself a client waits to hear of its result. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How long a change waits for the nodes to agree on one CIB. */
  private static final Duration AGREEMENT = Duration.ofSeconds(30);

  /** The variable that asks for compressed messages. */
  private static final String COMPRESS = "SYSTOLE_COMPRESS";

  private static final String NOT_SYNCHRONISED = "not-synchronised";

  private final Path run;
  private final TreeMap<String, IpcClient> clients = new TreeMap<>();

  /**
   * @param run the folder in which the daemons' sockets lie
   */
  public ClusterClient(Path run) {
    this.run = run;
  }

  /** The CIB, or a section of it where {@code section} is not empty. */
  public Element query(String section) throws ToolException {
    Element.Builder query = Element.builder("query");
    if (!section.isEmpty()) {
      query.attribute("section", section);
    }
    return request("cib", query.build());
  }

  /** Answers {@code <query>}. */
  public Element query(Element query) throws ToolException {
    return request("cib", query);
  }

  /**
   * Makes a change and tells what came of it. While the nodes are agreeing on one CIB, as they do
   * for a moment after each change of membership, it waits.
   */
  public Element change(Element change) throws ToolException {
    long deadline = System.nanoTime() + AGREEMENT.toNanos();
    while (true) {
      try {
        return client("cib").request(change);
      } catch (IpcException e) {
        boolean agreeing =
            e.kind() == IpcException.Kind.FAILED && e.error().code().equals(NOT_SYNCHRONISED);
        if (!agreeing || !awaitAgreement(deadline)) {
          throw failed("cib", e);
        }
      }
    }
  }

  /** Waits until the CIB manager takes changes; false if the deadline came first. */
  private boolean awaitAgreement(long deadline) throws ToolException {
    CountDownLatch agreed = new CountDownLatch(1);
    try (ClusterClient watching = new ClusterClient(run)) {
      watching.subscribe(
          "cib",
          event -> {
            if (isSynchronised(event)) {
              agreed.countDown();
            }
          },
          agreed::countDown);
      // It may have come to be while the subscription was made.
      if (isSynchronised(watching.request("cib", Element.of("state")))) {
        return true;
      }
      return agreed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isSynchronised(Element state) {
    return state.is("cib-state") && state.attribute("synchronised", "").equals("true");
  }

  /** Merges a fragment into a section. */
  public Element modify(String section, Element fragment) throws ToolException {
    return change(
        Element.of("change")
            .plus(Element.of("modify", "section", section, "create", "true").plus(fragment)));
  }

  /** The whole CIB at each change, the present one first, until this client is closed. */
  public void watchCib(Consumer<Element> watcher, Runnable closed) throws ToolException {
    subscribe(
        "cib",
        event -> {
          if (event.is("cib-changed")) {
            event.child("cib").ifPresent(watcher);
          }
        },
        closed);
  }

  /** The result of each fencing operation that ends, until this client is closed. */
  public void watchFencing(Consumer<Element> watcher) throws ToolException {
    subscribe(
        "fencer",
        event -> {
          if (event.is("fenced")) {
            watcher.accept(event);
          }
        },
        () -> {});
  }

  /** Fences a node and waits for the result. */
  public Element fence(String target, String action, Duration timeout) throws ToolException {
    Element request =
        Element.of(
            "fence",
            "target",
            target,
            "action",
            action,
            "timeout-millis",
            Long.toString(timeout.toMillis()));
    try {
      return client("fencer").request(request, timeout.plus(GRACE));
    } catch (IpcException e) {
      throw failed("fencer", e);
    }
  }

  /** What the scheduler would have done now, with this CIB. */
  public Element schedule(Element cib) throws ToolException {
    String now = Long.toString(Instant.now().getEpochSecond());
    return request("scheduler", Element.of("schedule", "now", now).plus(cib));
  }

  /** What the fencer remembers. */
  public Element fenceHistory() throws ToolException {
    return request("fencer", Element.of("fence-history"));
  }

  /** Gives a node attribute a value until the node leaves. */
  public void setAttribute(String node, String name, String value) throws ToolException {
    request("attributes", Element.of("update", "node", node, "name", name, "value", value));
  }

  /** Takes a node attribute away. */
  public void clearAttribute(String node, String name) throws ToolException {
    request("attributes", Element.of("update", "node", node, "name", name));
  }

  /** Who coordinates, in which epoch, and how far each node has joined. */
  public Element controllerState() throws ToolException {
    return request("controller", Element.of("controller-state"));
  }

  /** The processes of the node. */
  public Element supervisorState() throws ToolException {
    return request("supervisor", Element.of("supervisor-state"));
  }

  /** The supervisor's own process. */
  public long supervisorPid() throws ToolException {
    return Long.parseLong(request("supervisor", Element.of("ping")).attribute("pid", "0"));
  }

  /** Asks the node to stop in order. Returns as soon as the supervisor has heard. */
  public void stopNode() throws ToolException {
    request("supervisor", Element.of("stop"));
  }

  @Override
  public void close() {
    ImmutableList<IpcClient> open;
    synchronized (this) {
      open = ImmutableList.copyOf(clients.values());
      clients.clear();
    }
    open.forEach(IpcClient::close);
  }

  private Element request(String role, Element request) throws ToolException {
    try {
      return client(role).request(request);
    } catch (IpcException e) {
      throw failed(role, e);
    }
  }

  private synchronized IpcClient client(String role) throws IpcException {
    IpcClient client = clients.get(role);
    if (client == null) {
      client = IpcClient.connect(options(role), ClientListener.NONE);
      clients.put(role, client);
    }
    return client;
  }

  /** A subscription has a connection of its own, so that no answer waits behind its events. */
  private void subscribe(String role, Consumer<Element> watcher, Runnable closed)
      throws ToolException {
    try {
      IpcClient client =
          IpcClient.connect(
              options(role),
              new ClientListener() {
                @Override
                public void event(Element body) {
                  watcher.accept(body);
                }

                @Override
                public void closed(IpcException reason) {
                  closed.run();
                }
              });
      synchronized (this) {
        clients.put(role + " subscription", client);
      }
      Element first = client.request(Element.of("subscribe"));
      if (first.is("cib")) {
        watcher.accept(Element.of("cib-changed").plus(first));
      }
    } catch (IpcException e) {
      throw failed(role, e);
    }
  }

  private ClientOptions options(String role) {
    ClientOptions plain = ClientOptions.of(run.resolve(role + ".sock"), "tool", Version.build());
    // On one machine it costs more than it saves, but the socket may be forwarded to another.
    return Context.ofProcess(COMPRESS).equals("yes") ? plain.withCompression() : plain;
  }

  private ToolException failed(String role, IpcException e) {
    return switch (e.kind()) {
      case ABSENT ->
          new ToolException(
              ExitCode.UNAVAILABLE,
              "the "
                  + role
                  + " of this node does not run: nobody listens at "
                  + run.resolve(role + ".sock"),
              "Start the node with 'systole node start', or name another with --config.");
      case TIMED_OUT ->
          new ToolException(
              ExitCode.TIMEOUT, "the " + role + ": " + e.error().reason(), e.error().remedy());
      case CLOSED ->
          new ToolException(
              ExitCode.DISCONNECTED, "the " + role + ": " + e.error().reason(), e.error().remedy());
      case FAILED ->
          new ToolException(
              e.error().code().equals("no-quorum")
                  ? ExitCode.NO_QUORUM
                  : CibCodes.exit(e.error().code()),
              e.error().reason(),
              e.error().remedy());
      case REFUSED, BUSY, MALFORMED, UNUSABLE ->
          new ToolException(ExitCode.UNAVAILABLE, e.error().reason(), e.error().remedy());
    };
  }
}
