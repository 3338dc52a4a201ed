package io.systole.scheduler.state;

import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a node's history, resource by resource, oldest entry first. */
final class HistoryReader {

  private final ClusterReader cluster;
  private final ResourceReader resources;
  private final ResultReader results;
  private final Activity activity;

  HistoryReader(ClusterReader cluster) {
    this.cluster = cluster;
    this.resources = new ResourceReader(cluster);
    this.activity = new Activity(cluster);
    this.results = new ResultReader(cluster, activity);
  }

  void read(Node node, @Nullable Element state) {
    node.historyRead = true;
    if (state == null) {
      return;
    }
    Optional<Element> all = state.at("lrm", "lrm_resources");
    if (all.isPresent()) {
      for (Element history : all.get().children("lrm_resource")) {
        readResource(node, history);
      }
      all.get().children("lrm_resource").forEach(this::linkRemovedGuest);
    }
  }

  /** What is no longer configured was in a container, which may be read after it. */
  private void linkRemovedGuest(Element history) {
    Resource resource = cluster.resourcesById.get(history.id());
    if (history.has("container") && resource != null && resource.orphan) {
      resources.putInto(resource, history.attribute("container", ""));
    }
  }

  private void readResource(Node node, Element history) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (Element entry : history.children("lrm_rsc_op")) {
      entries.add(HistoryEntry.of(entry));
    }
    Resource resource = find(node, history.id());
    if (resource == null) {
      if (entries.isEmpty()) {
        return;
      }
      resource = resources.addOrphan(history);
    }
    if (!resource.id.equals(history.id())) {
      resource.status.historyName = history.id();
    }
    long since = Values.leadingNumber(history.attribute("shutdown-lock", "0")).orElse(0);
    new ShutdownLocks(cluster).read(resource, node, since);
    entries.sort(HistoryEntry::compareAge);
    ResourceStatus status = resource.status;
    Role before = status.role;
    status.role = Role.UNKNOWN;
    ResultReader.Outcome outcome = new ResultReader.Outcome(resource, node);
    for (HistoryEntry entry : entries) {
      results.read(outcome, entry);
    }
    status.histories.put(
        node,
        new ResourceStatus.History(
            history.id(), history, List.copyOf(entries), recurring(node, entries)));
    activity.conclude(resource, node, outcome.onFail);
    limitRole(resource);
    if (before.compareTo(status.role) > 0) {
      status.role = before;
    }
  }

  /** The configuration's limit holds unless the history asks for less. */
  private static void limitRole(Resource resource) {
    Optional<Role> target = ResourceReader.targetRole(resource);
    ResourceStatus status = resource.status;
    if (target.isPresent()
        && (status.nextRole == Role.UNKNOWN || target.get().compareTo(status.nextRole) < 0)) {
      status.nextRole = target.get();
    }
  }

  /** The recurring operations that are active: those that began after the last start. */
  private static List<HistoryEntry> recurring(Node node, List<HistoryEntry> entries) {
    boolean any = entries.stream().anyMatch(entry -> entry.intervalMillis() > 0);
    if (!node.online || !any) {
      return List.of();
    }
    List<HistoryEntry> active = new ArrayList<>();
    int stop = -1;
    int start = -1;
    int monitored = -1;
    int promoted = -1;
    for (int i = 0; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      switch (entry.task()) {
        case "stop" -> stop = entry.status() == HistoryEntry.DONE ? i : stop;
        case "start", "migrate_from" -> start = i;
        case "monitor" -> {
          if (monitored <= stop && (entry.rc() == 0 || entry.rc() == 8)) {
            monitored = i;
          }
        }
        case "promote", "demote" -> promoted = i;
        default -> {
          // Other tasks say nothing about whether the resource is active.
        }
      }
    }
    if (start == -1) {
      start = promoted != -1 ? promoted : monitored;
    }
    for (int i = 0; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      boolean stopped = start < stop && i <= stop;
      if (!stopped && i >= start && entry.intervalMillis() > 0 && entry.status() != -1) {
        active.add(entry);
      }
    }
    return active;
  }

  // --- whose history it is ----------------------------------------------------------------------

  private @Nullable Resource find(Node node, String name) {
    Resource named = cluster.resourcesById.get(name);
    if (named == null) {
      String zero = name.replaceFirst(":\\d+$", "") + ":0";
      named = cluster.resourcesById.get(zero);
      if (named == null || named.uniqueInstance()) {
        return null;
      }
    }
    if (!named.isPrimitive()) {
      return null;
    }
    Resource bundle = named.top().isClone() ? named.top().parent : null;
    if (bundle != null) {
      return inReplica(bundle, node);
    }
    return named.anonymousInstance() ? instance(node, named) : named;
  }

  /** What runs in the replica that a node is. */
  private static @Nullable Resource inReplica(Resource bundle, Node node) {
    for (Replica replica : bundle.replicas) {
      if (replica.connection() != null && replica.connection() == node.connection) {
        return replica.instance();
      }
    }
    return null;
  }

  /** The instance of an anonymous clone that a node's history is best laid to. */
  private Resource instance(Node node, Resource named) {
    Resource clone = named.top();
    Resource free = null;
    boolean several = false;
    for (Resource instance : clone.children) {
      Node place = place(instance);
      Resource member = member(instance, named.configId);
      if (place != null && place == node) {
        if (!member.status.running.isEmpty()) {
          several = true;
        } else {
          return checked(node, clone, member);
        }
      } else if (place == null && free == null && !instance.status.blocked) {
        Node pending = member.status.pendingNode;
        if (pending == null || pending == node) {
          free = member;
        }
      }
    }
    if (free == null || several) {
      return member(resources.addOrphanInstance(clone), named.configId);
    }
    return checked(node, clone, free);
  }

  /**
   * A node that cannot be trusted shall not use up one of few instances, if they may be started
   * elsewhere before it is fenced.
   */
  private Resource checked(Node node, Resource clone, Resource member) {
    boolean everywhere = clone.cloneMax() >= cluster.nodes.size();
    boolean lost = !node.online || node.unclean;
    if (!member.needsFencing() && lost && !node.isGuest() && !everywhere) {
      return member(resources.addOrphanInstance(clone), member.configId);
    }
    return member;
  }

  private static @Nullable Node place(Resource instance) {
    if (!instance.status.running.isEmpty()) {
      return instance.status.running.get(0);
    }
    if (instance.isGroup()) {
      for (Resource member : instance.children) {
        Node place = place(member);
        if (place != null) {
          return place;
        }
      }
      return null;
    }
    return instance.status.pendingNode;
  }

  private static Resource member(Resource instance, String configId) {
    if (instance.configId.equals(configId)) {
      return instance;
    }
    for (Resource member : instance.children) {
      if (member.configId.equals(configId)) {
        return member;
      }
    }
    throw new IllegalStateException(
        "'" + configId + "' is not part of the clone instance '" + instance.id + "'");
  }
}
