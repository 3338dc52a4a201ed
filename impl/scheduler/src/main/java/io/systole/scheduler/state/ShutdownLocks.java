package io.systole.scheduler.state;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;

/**
 * Keeps resources for a node that was shut down in good order, until it is back or the lock's time
 * is over (Pacemaker Explained, {@code shutdown-lock}).
 */
final class ShutdownLocks {

  private final ClusterReader cluster;
  private final long limitSeconds;

  ShutdownLocks(ClusterReader cluster) {
    this.cluster = cluster;
    this.limitSeconds = cluster.options.millis(ClusterOption.SHUTDOWN_LOCK_LIMIT) / 1000;
  }

  private boolean enabled() {
    return cluster.options.is(ClusterOption.SHUTDOWN_LOCK);
  }

  /** Reads a lock from a node's history of a resource; what is over is to be taken from there. */
  void read(Resource resource, Node node, long since) {
    if (!enabled() || since == 0) {
      return;
    }
    if (limitSeconds > 0 && cluster.now > since + limitSeconds) {
      cluster.clearedHistories.add(new ClusterState.Whereabouts(resource, node));
    } else {
      resource.status.lockNode = node;
      resource.status.lockTime = since;
    }
  }

  /** Applies the locks when all histories have been read. */
  void apply() {
    if (!enabled()) {
      return;
    }
    for (Resource resource : cluster.resources) {
      boolean lockable =
          resource.isPrimitive()
              && !resource.top().isClone()
              && !resource.isFenceDevice()
              && !resource.isConnection;
      if (lockable) {
        settle(resource);
        keep(resource);
      }
    }
  }

  private void settle(Resource resource) {
    ResourceStatus status = resource.status;
    Node locked = status.lockNode;
    if (locked != null) {
      if (!status.running.isEmpty()) {
        // It runs after all, which must not be disturbed.
        cluster.clearedHistories.add(new ClusterState.Whereabouts(resource, locked));
        status.lockNode = null;
      }
      return;
    }
    Node node = status.onlyRunning();
    if (node != null && node.shutdown && !node.unclean) {
      status.lockNode = node;
      long since = Values.leadingNumber(node.attributes.getOrDefault("shutdown", "0")).orElse(0);
      status.lockTime = since > 1 ? since : cluster.now;
    }
  }

  private void keep(Resource resource) {
    Node locked = resource.status.lockNode;
    if (locked == null) {
      return;
    }
    if (limitSeconds > 0) {
      cluster.recheckAt(resource.status.lockTime + limitSeconds + 1);
    }
    for (Node node : cluster.nodes) {
      if (node != locked) {
        cluster.bans.add(
            new Ban(
                resource,
                node,
                -Score.INFINITY,
                "it is kept for " + locked.name + ", which was shut down"));
      }
    }
  }
}
