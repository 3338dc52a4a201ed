package io.systole.scheduler.state;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often each resource failed where, and whether that still counts. */
public final class FailureHistory {

  private final Map<Node, FailCounts> byNode = new LinkedHashMap<>();
  private final long now;

  FailureHistory(Iterable<Node> nodes, long now) {
    this.now = now;
    for (Node node : nodes) {
      byNode.put(node, new FailCounts(node));
    }
  }

  /** Whether anything is remembered to have failed on a node. */
  public boolean anyOn(Node node) {
    return !of(node).isEmpty();
  }

  /** The failures that count, those left out that are older than the resource's time limit. */
  public int effective(Resource resource, Node node) {
    FailCounts.Tally record = of(node).of(resource);
    long timeout = resource.failureTimeoutSeconds();
    boolean old = timeout > 0 && record.last() > 0 && now > record.last() + timeout;
    return old && !blocked(resource, node) ? 0 : record.count();
  }

  /** The failures remembered, old or not. */
  public int total(Resource resource, Node node) {
    return of(node).of(resource).count();
  }

  /** When it last failed, in seconds since the epoch, or 0. */
  public long last(Resource resource, Node node) {
    return of(node).of(resource).last();
  }

  /** A failure after which nothing may be done is never forgotten by itself. */
  private static boolean blocked(Resource resource, Node node) {
    ResourceStatus.History history = resource.status.histories.get(node);
    if (history == null) {
      return false;
    }
    for (Operation operation : resource.operations) {
      if (!operation.xml().attribute("on-fail", "").equals("block")) {
        continue;
      }
      for (HistoryEntry entry : history.entries()) {
        if (entry.isLastFailure() && operation.is(entry.task(), entry.intervalMillis())) {
          return true;
        }
      }
    }
    return false;
  }

  private FailCounts of(Node node) {
    FailCounts counts = byNode.get(node);
    if (counts == null) {
      throw new IllegalStateException("node '" + node + "' is of another cluster");
    }
    return counts;
  }
}
