package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one replica of a bundle keeps together (Pacemaker Explained, "Bundles"): the
 * address where the container is, and what runs in it on the node that the container is.
 */
final class BundleRule {

  /** How much an instance is drawn to its own replica. */
  private static final int OWN = 500;

  private final PreferenceBuilder builder;

  BundleRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    for (Resource bundle : builder.cluster.topLevel()) {
      for (Replica replica : bundle.replicas()) {
        Resource address = replica.address();
        if (address != null) {
          colocate(address, replica.container());
        }
        Resource connection = replica.connection();
        if (connection != null) {
          keepToReplica(bundle, replica, builder.cluster.node(connection.id()));
        }
      }
    }
  }

  private void keepToReplica(Resource bundle, Replica replica, @Nullable Node node) {
    Resource instance = replica.instance();
    Resource content = bundle.content();
    if (node == null || instance == null || content == null) {
      return;
    }
    builder.scores.get(content.index()).set(node.index(), -Score.INFINITY);
    Scores own = new Scores(builder.cluster.nodes().size());
    own.set(node.index(), OWN);
    builder.scores.set(instance.index(), own);
  }

  private void colocate(Resource address, Resource container) {
    Colocation colocation =
        new Colocation(
            "#ip-with-container",
            address,
            container,
            Score.INFINITY,
            Role.UNKNOWN,
            Role.UNKNOWN,
            "#uname",
            true,
            true);
    builder.dependsOn.put(address, colocation);
    builder.dependents.put(container, colocation);
  }
}
