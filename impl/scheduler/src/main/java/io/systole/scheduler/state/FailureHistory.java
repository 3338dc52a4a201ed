package io.systole.scheduler.state;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often each resource failed where, and whether that still counts (Pacemaker Explained,
 * "Failure handling").
 */
public final class FailureHistory {

  private final Map<Node, FailCounts> byNode = new LinkedHashMap<>();
  private final Set<Resource> unforgotten = new LinkedHashSet<>();
  private final long now;

  FailureHistory(long now) {
    this.now = now;
  }

  /** Whether anything is remembered to have failed on a node. */
  public boolean anyOn(Node node) {
    return !of(node).isEmpty();
  }

  /** The failures that count, those left out that are older than the resource's time limit. */
  public int effective(Resource resource, Node node) {
    return effective(resource, node, null);
  }

  /**
   * The failures that count.
   *
   * @param entry what is being judged, or null for all that the node remembers
   */
  int effective(Resource resource, Node node, @Nullable HistoryEntry entry) {
    int count = total(resource, node, entry);
    long timeout = timeoutSeconds(resource);
    long last = last(resource, node);
    // Of a failure that has no time it cannot be told that it is long past.
    return timeout > 0 && last > 0 && now > last + timeout ? 0 : count;
  }

  /** The failures remembered, old or not. */
  int total(Resource resource, Node node, @Nullable HistoryEntry entry) {
    int count = of(node).of(resource).count();
    if (count > 0 && timeoutSeconds(resource) > 0 && blocks(resource, node, entry)) {
      unforgotten.add(resource);
    }
    return count;
  }

  /** When it last failed, in seconds since the epoch, or 0. */
  public long last(Resource resource, Node node) {
    return of(node).of(resource).last();
  }

  /** After how many seconds a failure is forgotten; 0 if never. */
  long timeoutSeconds(Resource resource) {
    return unforgotten.contains(resource) ? 0 : resource.failureTimeoutSeconds();
  }

  /** A failure after which nothing may be done is never forgotten by itself. */
  private static boolean blocks(Resource resource, Node node, @Nullable HistoryEntry entry) {
    for (Operation operation : resource.operations) {
      if (!operation.xml().attribute("on-fail", "").equals("block")) {
        continue;
      }
      if (entry != null && failed(operation, resource, entry)) {
        return true;
      }
      ResourceStatus.History history = resource.status.histories.get(node);
      if (entry == null
          && history != null
          && history.entries().stream().anyMatch(e -> failed(operation, resource, e))) {
        return true;
      }
    }
    return false;
  }

  private static boolean failed(Operation operation, Resource resource, HistoryEntry entry) {
    if (!operation.is(entry.task(), entry.intervalMillis())) {
      return false;
    }
    String name = resource.status.historyName.isEmpty() ? resource.id : resource.status.historyName;
    boolean own = entry.id().equals(name + "_" + entry.task() + "_" + entry.intervalMillis());
    return entry.isLastFailure() || (own && entry.rc() != entry.targetRc());
  }

  private FailCounts of(Node node) {
    return byNode.computeIfAbsent(node, FailCounts::new);
  }
}
