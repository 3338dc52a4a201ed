package io.systole.daemons.cib;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CIB manager with its socket, and a client of it. */
public final class CibNode implements AutoCloseable {

  final List<Throwable> fatal = new ArrayList<>();
  final NodeName name;
  private final RoleHost host;
  private final Path socket;
  private final IpcClient client;

  private CibNode(CibRole role, LocalGroup group, NodeConfiguration configuration)
      throws RoleException, IpcException {
    this.name = configuration.node();
    this.host =
        RoleHost.start(
            role,
            new RoleHost.Surroundings(
                configuration, (_, _, _) -> group.engine(name), "test", fatal::add));
    this.socket = configuration.socket("cib");
    this.client = connect(ClientListener.NONE);
  }

  static CibNode start(String name, CibRole role, LocalGroup group, Path folder)
      throws RoleException, IpcException {
    return new CibNode(role, group, configuration(new NodeName(name), folder.resolve(name)));
  }

  /** A node that tools on other machines may reach. */
  public static CibNode start(
      String name, LocalGroup group, Path folder, NodeConfiguration.Remote remote)
      throws RoleException, IpcException {
    return new CibNode(
        new CibRole(),
        group,
        configuration(new NodeName(name), folder.resolve(name)).with(Optional.of(remote)));
  }

  Path socket() {
    return socket;
  }

  IpcClient connect(ClientListener listener) throws IpcException {
    return IpcClient.connect(ClientOptions.of(socket, "test", "test"), listener);
  }

  public Element ask(String request) throws IpcException {
    return client.request(xml(request));
  }

  /** The code of the error with which a request fails. */
  String failure(String request) {
    try {
      return "done: " + ask(request);
    } catch (IpcException e) {
      return e.error().code();
    }
  }

  /** Makes one CIB everybody's, as this node's controller would. */
  public Element synchronise(int epoch) throws IpcException {
    return client.request(order(epoch, name));
  }

  /** The order to make this node's CIB everybody's in an epoch of {@code coordinator}. */
  Element order(int epoch, NodeName coordinator) throws IpcException {
    String replicas = ask("<state/>").attribute("replicas", "");
    return Element.builder("synchronise")
        .attribute("epoch", epoch)
        .attribute("coordinator", coordinator.value())
        .attribute("source", name.value())
        .attribute("replicas", replicas)
        .attribute("quorate", "true")
        .build();
  }

  @Override
  public void close() {
    client.close();
    host.close();
  }

  static Element xml(String text) {
    try {
      return Xml.parse(text);
    } catch (XmlException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static NodeConfiguration configuration(NodeName name, Path folder) {
    return new NodeConfiguration(
        folder.resolve("systole.xml"),
        "test",
        name,
        folder.resolve("state"),
        folder.resolve("run"),
        folder.resolve("log"),
        Optional.empty(),
        Optional.empty(),
        new NodeConfiguration.Engine(
            NodeConfiguration.EngineType.JGROUPS, 1, false, Optional.empty(), ImmutableList.of()),
        new NodeConfiguration.Agents(ImmutableList.of(), ImmutableList.of()),
        NodeConfiguration.Supervision.DEFAULT);
  }
}
