package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/**
 * Administrators who change the configuration on any node and remember what was acknowledged. Each
 * change adds an element of its own, so that it can be looked for later.
 */
final class ConfigurationClient {

  /** How the ids of what the clients add begin. */
  static final String MARKER = "simulated-change-";

  private static final String SET = "cib-bootstrap-options";

  private final Cluster cluster;
  private int changes;
  private int acknowledged;

  ConfigurationClient(Cluster cluster) {
    this.cluster = cluster;
  }

  int acknowledged() {
    return acknowledged;
  }

  /** Changes the configuration by way of this node. */
  void change(SimNode by) {
    String id = MARKER + ++changes;
    CibChange change =
        CibChange.of(cluster.draws(Concern.CLIENTS).chance(500) ? option(id) : preference(id));
    by.ask(
        ReplicaProcess.class,
        replica -> replica.propose(change, outcome -> ended(by, id, outcome)));
  }

  private CibEdit option(String id) {
    Element option = Element.of("nvpair", "id", id, "name", id, "value", Integer.toString(changes));
    Element set = Element.of("cluster_property_set", "id", SET).plus(option);
    return new CibEdit.Modify("crm_config", set, true);
  }

  /** A resource is wanted on a node more than it was wanted anywhere before, and so it moves. */
  private CibEdit preference(String id) {
    Draws draws = cluster.draws(Concern.CLIENTS);
    ImmutableList<String> resources = cluster.world().runOnce().asList();
    ImmutableList<NodeName> nodes = cluster.network().names().asList();
    return new CibEdit.Create(
        "constraints",
        Element.of(
            "rsc_location",
            "id",
            id,
            "rsc",
            resources.get(draws.below(resources.size())),
            "node",
            nodes.get(draws.below(nodes.size())).value(),
            "score",
            Integer.toString(changes * 10)));
  }

  private void ended(SimNode by, String id, ReplicaProcess.Outcome outcome) {
    cluster.story().told(id + " by way of " + by.name() + ": " + outcome);
    if (outcome instanceof ReplicaProcess.Outcome.Changed changed) {
      acknowledged++;
      cluster.promises().changeAcknowledged(id, changed.epoch());
    }
  }
}
