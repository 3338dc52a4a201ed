package io.systole.scheduler.preferences;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Ban;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;

/** Gathers preferences while they are read; {@link Preferences} is its result. */
final class PreferenceBuilder {

  final ClusterState cluster;
  final Lookup lookup;
  final RecheckTime recheck;
  final List<Scores> scores = new ArrayList<>();
  final List<Contribution> contributions = new ArrayList<>();
  final ListMultimap<Resource, Preferences.LocationForRole> roleLocations = multimap();
  final ListMultimap<Resource, Scores> groupLocations = multimap();
  final ListMultimap<Resource, Colocation> dependsOn = multimap();
  final ListMultimap<Resource, Colocation> dependents = multimap();
  final List<OrderConstraint> orders = new ArrayList<>();
  final DiscoveryTable discovery = new DiscoveryTable();

  PreferenceBuilder(ClusterState cluster) {
    this.cluster = cluster;
    this.lookup = new Lookup(cluster);
    this.recheck = new RecheckTime(cluster);
  }

  private static <V> ListMultimap<Resource, V> multimap() {
    return MultimapBuilder.linkedHashKeys().arrayListValues().build();
  }

  Preferences build() {
    boolean symmetric = cluster.options().symmetric();
    for (int i = 0; i < cluster.resources().size(); i++) {
      Resource resource = cluster.resources().get(i);
      Scores table = new Scores(cluster.nodes().size());
      if (symmetric || goesWithContainer(resource)) {
        cluster.nodes().forEach(node -> begin(table, resource, node));
      }
      scores.add(table);
    }
    new BundleRule(this).apply();
    for (Ban ban : cluster.bans()) {
      Node node = ban.node();
      if (node != null) {
        add(ban.resource(), node, ban.score(), "", ban.reason());
      } else {
        for (Node each : cluster.nodes()) {
          add(ban.resource(), each, ban.score(), "", ban.reason());
        }
      }
    }
    new HealthRule(this).apply();
    ConstraintReader constraints = new ConstraintReader(this);
    constraints.read();
    new StickinessRule(this).apply();
    new ThresholdRule(this).apply();
    new MembershipRule(this).apply();
    new ContainerRule(this).apply();
    new DiscoveryRule(this).apply();
    recheck.noteSets();
    return new Preferences(this);
  }

  private static void begin(Scores table, Resource resource, Node node) {
    if (!node.isReplica()) {
      if (node.configured()) {
        table.set(node.index(), 0);
      }
    } else if (node.listed() && precedes(resource, node)) {
      // It was a node as others are before it turned out that it is in a container.
      table.set(node.index(), -Score.INFINITY);
    }
  }

  /** Whether a resource is configured before the bundle that a replica belongs to. */
  private static boolean precedes(Resource resource, Node replica) {
    Resource connection = replica.connection();
    Resource bundle = connection == null ? null : connection.parent();
    return bundle != null && resource.index() < bundle.index();
  }

  /** The connection to a guest is wherever the guest is, which alone has to be allowed there. */
  private static boolean goesWithContainer(Resource resource) {
    return resource.isConnection() && resource.container() != null;
  }

  /** Adds to a score of a resource and of all that it contains. */
  void add(Resource resource, Node node, int score, String element, String reason) {
    scores.get(resource.index()).add(node.index(), score);
    contributions.add(new Contribution(resource, node, score, element, reason));
    for (Resource child : resource.located()) {
      add(child, node, score, element, reason);
    }
  }
}
