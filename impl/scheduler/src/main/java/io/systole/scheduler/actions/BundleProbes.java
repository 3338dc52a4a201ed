package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.IF_ON_SAME_NODE;
import static io.systole.scheduler.preferences.Relation.NESTED_REMOTE_PROBE;
import static io.systole.scheduler.preferences.Relation.ORDERED;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;

/** Looks for a bundle's replicas, and for what runs in each on that replica alone. */
final class BundleProbes {

  private final Draft draft;
  private final Probes probes;

  BundleProbes(Draft draft, Probes probes) {
    this.draft = draft;
    this.probes = probes;
  }

  boolean add(Resource bundle, Node node) {
    boolean any = false;
    for (Replica replica : bundle.replicas()) {
      any |= add(bundle, replica, node);
    }
    return any;
  }

  private boolean add(Resource bundle, Replica replica, Node node) {
    Resource address = replica.address();
    boolean any = address != null && probes.add(address, node);
    Resource instance = replica.instance();
    Resource connection = replica.connection();
    if (instance != null && connection == node.connection() && connection != null) {
      any |= probes.add(instance, node);
    }
    if (probes.add(replica.container(), node)) {
      any = true;
      Resource content = bundle.content();
      if (content != null) {
        draft.order(replica.container(), "monitor", content, "start", Order.bits(ORDERED));
      }
      if (bundle.replicasPerHost() == 1) {
        oneAtMost(bundle, replica);
      }
    }
    if (connection != null && probes.add(connection, node)) {
      any = true;
      Action probe = draft.table.first(connection, "monitor", 0, node);
      if (probe != null) {
        // Where the container is only its start will tell.
        draft.order(
            Order.End.of(replica.container(), "start_0"),
            Order.End.of(probe),
            "probe",
            NESTED_REMOTE_PROBE);
      }
    }
    return any;
  }

  /** No replica is started where it is not known yet whether another one runs. */
  private void oneAtMost(Resource bundle, Replica replica) {
    for (Replica other : bundle.replicas()) {
      if (other.container() != replica.container()) {
        draft.order(
            replica.container(),
            "monitor",
            other.container(),
            "start",
            Order.bits(ORDERED, IF_ON_SAME_NODE));
      }
    }
  }
}
