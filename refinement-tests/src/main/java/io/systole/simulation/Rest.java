package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.cib.CibState.Mode;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the cluster has come to rest: one DC, one CIB, everything running, nothing pending. */
final class Rest {

  private final Cluster cluster;
  private final ImmutableSortedMap<NodeName, SimNode> nodes;

  Rest(Cluster cluster, ImmutableSortedMap<NodeName, SimNode> nodes) {
    this.cluster = cluster;
    this.nodes = nodes;
  }

  boolean isReached() {
    return whatIsMissing().isEmpty();
  }

  /** A sentence for each thing that is not as it should be. */
  ImmutableList<String> whatIsMissing() {
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    TreeSet<Epoch> epochs = new TreeSet<>();
    for (SimNode node : nodes.values()) {
      if (!node.isUp()) {
        missing.add(node.name() + " is off");
        continue;
      }
      Optional<CibState> replica = node.replica().map(SimProcess::state);
      if (replica.isPresent()
          && replica.get().mode() instanceof Mode.Synchronised(Epoch epoch, boolean leads)
          && leads) {
        epochs.add(epoch);
      } else {
        missing.add("the CIB of " + node.name() + " is not synchronised");
      }
      if (node.fencer().filter(f -> f.state().history().pending(r -> true).isEmpty()).isEmpty()) {
        missing.add("a fencing is pending on " + node.name());
      }
    }
    if (epochs.size() > 1) {
      missing.add("the CIBs are of the epochs " + epochs);
    }
    for (String resource : cluster.world().runOnce()) {
      ImmutableSortedSet<NodeName> on = cluster.world().runningOn(resource);
      if (on.size() != 1) {
        missing.add(resource + " runs on " + on);
      }
    }
    return missing.build();
  }
}
