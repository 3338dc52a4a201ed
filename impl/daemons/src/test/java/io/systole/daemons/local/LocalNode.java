package io.systole.daemons.local;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A node with one role, its socket, and a client that hears its events. */
public final class LocalNode implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final NodeName name;
  private final String roleName;
  private final Supplier<Role> role;
  private final RoleHost.Surroundings surroundings;
  private final BlockingQueue<Element> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private RoleHost host;
  private IpcClient client;

  /** Starts {@code role} on a node whose files are all under {@code folder}. */
  public LocalNode(LocalBus bus, NodeName name, Path folder, Supplier<Role> role)
      throws RoleException, IpcException {
    this.name = name;
    this.role = role;
    this.roleName = role.get().name();
    this.surroundings =
        new RoleHost.Surroundings(
            configuration(name, folder),
            (configuration, who, build) -> bus.engine(name),
            "test",
            failures::add);
    this.host = RoleHost.start(role.get(), surroundings);
    this.client = connect();
  }

  public Element ask(Element body) throws IpcException {
    return client.request(body);
  }

  /** Asks until the answer is as wanted, which it has to be before long. */
  public Element askUntil(Element body, java.util.function.Predicate<Element> wanted)
      throws IpcException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Element answer = ask(body);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(name + " still answers " + answer);
      }
      Thread.onSpinWait();
      answer = ask(body);
    }
    return answer;
  }

  /** The next event of that name. */
  public Element event(String wanted) throws InterruptedException {
    while (true) {
      Element event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no <" + wanted + "> came to " + name + "; " + failures);
      }
      if (event.is(wanted)) {
        return event;
      }
    }
  }

  /** Ends the role and starts it anew, with nothing of what it knew. */
  public void restart() throws RoleException, IpcException {
    close();
    host = RoleHost.start(role.get(), surroundings);
    client = connect();
  }

  @Override
  public void close() {
    client.close();
    host.close();
  }

  private IpcClient connect() throws IpcException {
    return IpcClient.connect(
        ClientOptions.of(surroundings.configuration().socket(roleName), "test", "test"),
        new ClientListener() {
          @Override
          public void event(Element body) {
            events.add(body);
          }

          @Override
          public void closed(IpcException reason) {
            failures.add(reason);
          }
        });
  }

  private static NodeConfiguration configuration(NodeName name, Path folder) {
    Path own = folder.resolve(name.value());
    return new NodeConfiguration(
        own.resolve("systole.xml"),
        "test",
        name,
        own,
        own,
        own,
        Optional.empty(),
        Optional.of(own.resolve("traces")),
        new NodeConfiguration.Engine(
            NodeConfiguration.EngineType.COROSYNC, 1, false, Optional.empty(), ImmutableList.of()),
        new NodeConfiguration.Agents(
            ImmutableList.of(), ImmutableList.of(folder.resolve("agents"))),
        NodeConfiguration.Supervision.DEFAULT);
  }
}
