package io.systole.cluster.jgroups;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What the embedded engine has to know.
 *
 * @param self this node, one of {@code members}
 * @param cluster nodes of another cluster's name are not heard
 * @param key shared by the nodes
 * @param quorum when the nodes may act
 * @param members where each node listens
 * @param silence a node that is not heard for so long is lost; one whose process ended is lost at
 *     once
 */
public record JGroupsOptions(
    NodeName self,
    String cluster,
    ClusterKey key,
    QuorumPolicy quorum,
    ImmutableSortedMap<NodeName, InetSocketAddress> members,
    Duration silence) {

  /** Long enough for a pause of a busy machine, short enough for a failover. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(3);

  public JGroupsOptions {
    if (!members.containsKey(self)) {
      throw new IllegalArgumentException(
          "node " + self + " is not among the members " + members.keySet() + "; add it");
    }
  }

  InetSocketAddress address() {
    InetSocketAddress address = members.get(self);
    if (address == null) {
      throw new IllegalStateException("checked when it was made");
    }
    return address;
  }
}
