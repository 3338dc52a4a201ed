package io.systole.tools;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineListener;
import io.systole.daemons.cib.CibRole;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleHost;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The only node of a cluster, of which no more than the CIB manager runs, in this process. */
public final class LoneNode implements AutoCloseable {

  private static final NodeName NAME = new NodeName("n1");

  private final Path file;
  private final RoleHost host;
  private final IpcClient client;

  private LoneNode(Path file, RoleHost host, IpcClient client) {
    this.file = file;
    this.host = host;
    this.client = client;
  }

  /** Starts it with what lies in {@code folder}, and makes its CIB everybody's. */
  public static LoneNode start(Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("systole.xml"),
            "<systole cluster='c' node='n1' state='state' run='run' log='log'>"
                + "<engine type='jgroups' expected-votes='1'>"
                + "<member node='n1' id='1' address='127.0.0.1' port='7801'/></engine></systole>");
    NodeConfiguration configuration = NodeConfiguration.read(file);
    List<Throwable> fatal = new ArrayList<>();
    RoleHost host =
        RoleHost.start(
            new CibRole(),
            new RoleHost.Surroundings(
                configuration, (_, _, _) -> new LoneEngine(), "test", fatal::add));
    IpcClient client =
        IpcClient.connect(ClientOptions.of(configuration.socket("cib"), "test", "test"));
    LoneNode node = new LoneNode(file, host, client);
    node.synchronise();
    return node;
  }

  /** As the node's controller does when a round has begun. */
  private void synchronise() throws Exception {
    Element state = ask("<state/>");
    while (state.attribute("replicas").isEmpty()) {
      state = ask("<state/>");
    }
    long epoch = Long.parseLong(state.attribute("seen", "0")) + 1;
    client.request(
        Element.builder("synchronise")
            .attribute("epoch", epoch)
            .attribute("coordinator", NAME.value())
            .attribute("source", NAME.value())
            .attribute("replicas", state.attribute("replicas", ""))
            .attribute("quorate", "true")
            .build());
  }

  /** The configuration by which tools find it. */
  public Path file() {
    return file;
  }

  /** Asks the CIB manager itself. */
  public Element ask(String request) throws IpcException, XmlException {
    return client.request(Xml.parse(request));
  }

  /** What becomes of a command line of {@code systole} that is about this node. */
  public Invocation.Answer systole(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--config");
    line.add(file.toString());
    return Invocation.answer(line.toArray(String[]::new));
  }

  @Override
  public void close() {
    client.close();
    host.close();
  }

  /** Has one member, which hears itself. */
  private static final class LoneEngine implements ClusterEngine {

    @Override
    public NodeName self() {
      return NAME;
    }

    @Override
    public Group join(String group, EngineListener listener) {
      ImmutableSortedSet<NodeName> all = ImmutableSortedSet.of(NAME);
      listener.viewChanged(new View(new ViewId(1, NAME), all, all, 1, true));
      return new Group() {
        @Override
        public void multicast(Element message) {
          listener.delivered(NAME, message);
        }

        @Override
        public void close() {
          // Nobody else would see a view without it.
        }
      };
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
