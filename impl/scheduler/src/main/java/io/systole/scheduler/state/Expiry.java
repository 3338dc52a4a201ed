package io.systole.scheduler.state;

/** Tells whether a result is so old that it no longer counts as a failure. */
final class Expiry {

  private final ClusterReader cluster;
  private final Digests digests;

  Expiry(ClusterReader cluster) {
    this.cluster = cluster;
    this.digests = new Digests(cluster);
  }

  /** Whether the entry has expired. A fail count that is to be cleared on that account is noted. */
  boolean expired(Resource resource, Node node, HistoryEntry entry) {
    if (entry.status() == HistoryEntry.NOT_INSTALLED) {
      return false;
    }
    FailureHistory failures = cluster.failures;
    long timeout = failures.timeoutSeconds(resource);
    boolean expired = false;
    int counting = 0;
    if (timeout > 0 && entry.changed() >= 0) {
      expired = cluster.now >= entry.changed() + timeout && !awaitsFencing(resource, entry);
      counting = failures.effective(resource, node, entry);
      if (counting > 0) {
        cluster.recheckAt(failures.last(resource, node) + timeout + 1);
      }
    }
    String clear = "";
    if (expired && failures.total(resource, node, entry) > 0) {
      if (counting == 0) {
        clear = "it expired";
      } else {
        expired = false;
      }
    } else if (expired && entry.isLastFailure() && resource.reconnectMillis > 0) {
      clear = "reconnect interval is set";
    }
    if (!expired && entry.isLastFailure() && parametersChanged(resource, node, entry)) {
      clear = "resource parameters have changed";
    }
    if (!clear.isEmpty()) {
      cluster.clearedFailCounts.putIfAbsent(
          resource.id + " " + node.id, new ClusterState.FailCount(resource, node, clear));
    }
    return expired && !(entry.isProbe() && entry.isClean());
  }

  /** The failure of a connection counts until the node behind it has been fenced. */
  private boolean awaitsFencing(Resource resource, HistoryEntry entry) {
    Node remote = cluster.nodesByName.get(resource.id);
    return resource.reconnectMillis > 0
        && cluster.options.fencing()
        && entry.task().equals("monitor")
        && entry.intervalMillis() > 0
        && remote != null
        && !remote.remoteWasFenced;
  }

  private boolean parametersChanged(Resource resource, Node node, HistoryEntry entry) {
    boolean tells = entry.task().equals("start") || entry.task().equals("monitor");
    if (tells && ContainerHost.awaited(Parameters.of(cluster.sets, cluster.now, resource, node))) {
      cluster.unresolvedFailures.add(new ClusterState.UnresolvedFailure(resource, node, entry));
      return false;
    }
    return tells
        && Digests.known(entry)
        && digests.compare(resource, node, entry) != Digests.Change.SAME;
  }
}
