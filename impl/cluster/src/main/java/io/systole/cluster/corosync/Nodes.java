package io.systole.cluster.corosync;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.util.Collection;

/** The names of Corosync's nodes, read anew when an unknown node appears. */
final class Nodes {

  private ImmutableSortedMap<Integer, NodeName> names;

  private Nodes(ImmutableSortedMap<Integer, NodeName> names) {
    this.names = names;
  }

  static Nodes read() throws CorosyncException {
    return new Nodes(Cmap.nodes());
  }

  NodeName name(int id) throws CorosyncException {
    NodeName known = names.get(id);
    if (known != null) {
      return known;
    }
    names = Cmap.nodes();
    NodeName read = names.get(id);
    if (read == null) {
      throw new CorosyncException(
          "node "
              + Integer.toUnsignedString(id)
              + " is in the cluster, but not in this node's corosync.conf; bring the nodelist up to"
              + " date on all nodes (corosync-cfgtool -R reads it again)");
    }
    return read;
  }

  ImmutableSortedSet<NodeName> names(Collection<Integer> ids) throws CorosyncException {
    ImmutableSortedSet.Builder<NodeName> all = ImmutableSortedSet.naturalOrder();
    for (int id : ids) {
      all.add(name(id));
    }
    return all.build();
  }
}
