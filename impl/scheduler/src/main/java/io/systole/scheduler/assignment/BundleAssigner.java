package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spreads a bundle's containers over the nodes, and lets follow what belongs to each. */
final class BundleAssigner {

  private final Work work;
  private final Assigner assigner;
  private final Spreading spreading;
  private final InstanceOrder order;
  private final ColocationEffect effect;

  BundleAssigner(
      Work work,
      Assigner assigner,
      Spreading spreading,
      InstanceOrder order,
      ColocationEffect effect) {
    this.work = work;
    this.assigner = assigner;
    this.spreading = spreading;
    this.order = order;
    this.effect = effect;
  }

  @Nullable Node assign(Resource bundle, @Nullable Node prefer, boolean stopIfNone) {
    int index = bundle.index();
    if (work.assigning[index]) {
      return null;
    }
    if (!work.provisional(bundle)) {
      // Whoever asks for it once more sees its scores once more.
      work.show(bundle);
      return null;
    }
    work.assigning[index] = true;
    work.show(bundle);
    order.sort(bundle);
    int wanted = bundle.replicas().size();
    spreading.spread(bundle, new Spreading.Limit(bundle.replicasPerHost(), wanted));
    for (Replica replica : bundle.replicas()) {
      assignParts(bundle, replica, prefer, stopIfNone);
    }
    Resource content = bundle.content();
    if (content != null) {
      openReplicas(bundle, content);
      assigner.assign(content, prefer, stopIfNone);
    }
    work.provisional[index] = false;
    work.assigning[index] = false;
    return null;
  }

  private void assignParts(
      Resource bundle, Replica replica, @Nullable Node prefer, boolean stopIfNone) {
    Resource address = replica.address();
    if (address != null) {
      assigner.assign(address, prefer, stopIfNone);
    }
    Resource connection = replica.connection();
    if (connection != null) {
      keepToOuterConnection(replica.container(), connection);
      assigner.assign(connection, prefer, stopIfNone);
    }
    Resource instance = replica.instance();
    Resource content = bundle.content();
    if (instance != null && connection != null && content != null) {
      // Before its clone, which would look for a place that is settled already.
      Node node = work.cluster.node(connection.id());
      keepToReplica(instance, node);
      work.assigning[content.index()] = true;
      assigner.assign(instance, node, stopIfNone);
      work.assigning[content.index()] = false;
    }
  }

  /** Through one connection a node can be reached from one place only, and what is nested in it. */
  private void keepToOuterConnection(Resource container, Resource connection) {
    Node host = work.location(container);
    Resource outer = host == null ? null : host.connection();
    if (outer != null) {
      Colocation colocation =
          new Colocation(
              "#replica-remote-with-host-remote",
              connection,
              outer,
              Score.INFINITY,
              Role.UNKNOWN,
              Role.UNKNOWN,
              "#uname",
              true,
              false);
      effect.apply(colocation, connection, outer);
    }
  }

  private void keepToReplica(Resource instance, @Nullable Node node) {
    Scores table = work.scores(instance);
    for (int i = 0; i < table.size(); i++) {
      if (!table.has(i)) {
        continue;
      }
      if (node != null && i == node.index()) {
        table.add(i, Score.INFINITY);
      } else {
        table.set(i, -Score.INFINITY);
      }
    }
  }

  /** What runs in the containers runs in them alone. */
  private void openReplicas(Resource bundle, Resource content) {
    List<Node> inside =
        bundle.replicas().stream()
            .map(Replica::connection)
            .filter(c -> c != null)
            .map(c -> work.cluster.node(c.id()))
            .toList();
    Scores table = work.scores(content);
    for (int i = 0; i < table.size(); i++) {
      if (table.has(i)) {
        table.set(i, inside.contains(work.node(i)) ? 0 : -Score.INFINITY);
      }
    }
  }
}
