package io.systole.daemons.messaging;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.cluster.jgroups.ClusterKey;
import io.systole.cluster.jgroups.JGroupsEngine;
import io.systole.cluster.jgroups.JGroupsOptions;
import io.systole.daemons.runtime.EngineFactory;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.ipc.ClientOptions;
import io.systole.kernel.NodeName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** The engines that a configuration can name, as one process uses them. */
public final class Engines implements EngineFactory {

  private final CorosyncConnection corosync = new CorosyncConnection();

  @Override
  public ClusterEngine open(NodeConfiguration configuration, String role, String build)
      throws EngineException {
    return switch (configuration.engine().type()) {
      case JGROUPS ->
          MessagingClient.connect(
              configuration.node(),
              ClientOptions.of(configuration.socket(MessagingWords.ROLE), role, build));
      case COROSYNC -> corosync.open(configuration.node());
    };
  }

  /** Opens the embedded engine itself, for the one process of the node that owns it. */
  static ClusterEngine openEmbedded(NodeConfiguration configuration) throws EngineException {
    return JGroupsEngine.open(options(configuration));
  }

  /** What the embedded engine has to know, as far as it can be checked without opening it. */
  static JGroupsOptions options(NodeConfiguration configuration) throws EngineException {
    NodeConfiguration.Engine engine = configuration.engine();
    Path keyFile =
        engine
            .keyFile()
            .orElseThrow(() ->
                new EngineException(
                    "the engine 'jgroups' needs a cluster key; add key-file=\"...\" to <engine>"
                        + " in "
                        + configuration.file()));
    ImmutableSortedMap.Builder<NodeName, InetSocketAddress> members =
        ImmutableSortedMap.naturalOrder();
    for (NodeConfiguration.Member member : engine.members()) {
      members.put(member.node(), address(member));
    }
    try {
      return new JGroupsOptions(
          configuration.node(),
          configuration.cluster(),
          ClusterKey.read(keyFile),
          new QuorumPolicy(engine.expectedVotes(), engine.twoNode(), engine.twoNode()),
          members.buildOrThrow(),
          JGroupsOptions.DEFAULT_SILENCE);
    } catch (IllegalArgumentException e) {
      throw new EngineException(configuration.file() + ": " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress address(NodeConfiguration.Member member) throws EngineException {
    try {
      return new InetSocketAddress(InetAddress.getByName(member.address()), member.port());
    } catch (UnknownHostException e) {
      throw new EngineException(
          "the address '"
              + member.address()
              + "' of node "
              + member.node()
              + " is not known; give a number, or put the name into /etc/hosts",
          e);
    }
  }
}
