package io.systole.scheduler.state;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where a resource is whose migration began. */
final class Migrations {

  private final ClusterReader cluster;
  private final Activity activity;

  Migrations(ClusterReader cluster, Activity activity) {
    this.cluster = cluster;
    this.activity = activity;
  }

  /** {@code migrate_to} succeeded on the source. */
  void sent(ResultReader.Outcome outcome, HistoryEntry to) {
    Node source = node(to, "migrate_source");
    Node target = node(to, "migrate_target");
    if (source == null || target == null) {
      return;
    }
    Resource resource = outcome.resource;
    boolean sourceNewer = actedSince(resource, source, to);
    HistoryEntry from = received(resource, target, source);
    if (from != null && sourceNewer) {
      return;
    }
    boolean targetNewer = changedSince(resource, target, from == null ? to : from);
    if (sourceNewer && targetNewer) {
      return;
    }
    if (from != null && from.rc() == 0 && from.status() == HistoryEntry.DONE) {
      outcome.role(Role.STOPPED);
      resource.status.danglingMigrations.addFirst(outcome.node);
      return;
    }
    outcome.role(Role.STARTED);
    boolean onTarget = !targetNewer && target.online;
    if (from != null && from.status() != HistoryEntry.PENDING) {
      if (onTarget) {
        activity.addRunning(resource, target, true);
      } else {
        mustRecover(resource);
      }
      return;
    }
    if (target.online && unknown(resource, target)) {
      return;
    }
    if (onTarget) {
      activity.addRunning(resource, target, false);
      if (source.online) {
        resource.status.partialMigrationTarget = target;
        resource.status.partialMigrationSource = source;
      }
    } else if (!sourceNewer) {
      mustRecover(resource);
    }
  }

  private static void mustRecover(Resource resource) {
    resource.status.failed = true;
    resource.status.stopFirst = true;
    resource.status.unmigratable = true;
  }

  /** {@code migrate_to} failed: it may be on either node. */
  void notSent(ResultReader.Outcome outcome, HistoryEntry to) {
    Node source = node(to, "migrate_source");
    Node target = node(to, "migrate_target");
    if (source == null || target == null) {
      return;
    }
    outcome.role(Role.STARTED);
    if (!changedSince(outcome.resource, target, to)) {
      // Where nothing is known of it a probe will tell.
      if (target.online && !unknown(outcome.resource, target)) {
        activity.addRunning(outcome.resource, target, false);
      }
    } else if (!actedSince(outcome.resource, source, to)) {
      outcome.resource.status.danglingMigrations.addFirst(outcome.node);
    }
  }

  /** {@code migrate_from} failed: it may still be on the source. */
  void notReceived(ResultReader.Outcome outcome, HistoryEntry from) {
    Node source = node(from, "migrate_source");
    if (source == null) {
      return;
    }
    outcome.role(Role.STARTED);
    if (source.online && !changedSince(outcome.resource, source, from)) {
      activity.addRunning(outcome.resource, source, true);
    }
  }

  private @Nullable Node node(HistoryEntry entry, String attribute) {
    return cluster.nodesByName.get(entry.xml().attribute(attribute, ""));
  }

  private List<HistoryEntry> entries(Resource resource, Node node) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (Element state : cluster.status.children("node_state")) {
      if (!state.id().equals(node.id)) {
        continue;
      }
      state.at("lrm", "lrm_resources").stream()
          .flatMap(all -> all.children("lrm_resource").stream())
          .filter(r -> r.id().equals(resource.id))
          .flatMap(r -> r.children("lrm_rsc_op").stream())
          .map(HistoryEntry::of)
          .forEach(entries::add);
    }
    return entries;
  }

  /** Whether the node has no word of the resource but, at best, that an answer is awaited. */
  private boolean unknown(Resource resource, Node node) {
    return entries(resource, node).stream().allMatch(e -> e.rc() == HistoryEntry.RC_AWAITED);
  }

  private @Nullable HistoryEntry received(Resource resource, Node target, Node source) {
    for (HistoryEntry entry : entries(resource, target)) {
      if (entry.task().equals("migrate_from")
          && entry.xml().attribute("migrate_source", "").equals(source.name)) {
        return entry;
      }
    }
    return null;
  }

  /** Whether more than a look was taken on the node since. */
  private boolean actedSince(Resource resource, Node node, HistoryEntry since) {
    return entries(resource, node).stream()
        .anyMatch(e -> !e.task().equals("monitor") && newer(e, since, node));
  }

  /** Whether anything on the node since says that the migration is no longer what counts. */
  private boolean changedSince(Resource resource, Node node, HistoryEntry since) {
    return entries(resource, node).stream()
        .anyMatch(e ->
            newer(e, since, node)
                && (!e.task().equals("monitor") || (e.rc() == 7 && e.status() == 0)));
  }

  private static boolean newer(HistoryEntry entry, HistoryEntry since, Node node) {
    boolean sameNode = since.xml().attribute("on_node", "").equals(node.name);
    if (!sameNode && entry.changed() > 0 && since.changed() > 0) {
      if (entry.changed() != since.changed()) {
        return entry.changed() > since.changed();
      }
    }
    return HistoryEntry.compareAge(entry, since) > 0;
  }
}
