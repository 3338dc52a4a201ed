package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who of a clone is what where at present, and who will be started, stopped and so on. */
final class NotificationLists {

  private final Web web;
  private final Resource clone;
  private final Map<String, List<Entry>> lists = new LinkedHashMap<>();

  private record Entry(Resource resource, @Nullable Node node) {
    String nodeId() {
      return node == null ? "" : node.id();
    }
  }

  NotificationLists(Web web, Resource clone) {
    this.web = web;
    this.clone = clone;
    for (Resource instance : clone.children()) {
      collect(instance);
    }
  }

  /** Whether any instance will have that task done. */
  boolean any(String task) {
    return lists.containsKey(task);
  }

  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String task : List.of("stop", "start", "demote", "promote", "active")) {
      put(keys, task, task);
    }
    put(keys, "unpromoted", "unpromoted");
    put(keys, "slave", "unpromoted");
    put(keys, "promoted", "promoted");
    put(keys, "master", "promoted");
    put(keys, "inactive", "inactive");
    keys.remove("notify_inactive_uname");
    List<String> available = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (Node node : web.actions.cluster().nodes()) {
      all.add(node.name());
      boolean listed = web.actions.assignment().scores(clone).has(node.index());
      if (listed && !web.actions.isNeverOn(clone, node)) {
        available.add(node.name());
      }
    }
    keys.put("notify_available_uname", text(available));
    keys.put("notify_all_uname", text(all));
    if (clone.meta("container-attribute-target").filter(t -> t.equals("host")).isPresent()) {
      keys.put("notify_all_hosts", text(hosts()));
    }
    return keys;
  }

  /** The nodes, each guest by the name of the node that it is on. */
  private List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    for (Node node : web.actions.cluster().nodes()) {
      Resource connection = node.isGuest() ? node.connection() : null;
      Resource container = connection == null ? null : connection.container();
      List<Node> running = container == null ? List.of(node) : container.status().running();
      hosts.add(running.isEmpty() ? node.name() : running.getFirst().name());
    }
    return hosts;
  }

  private void put(Map<String, String> keys, String name, String list) {
    List<String> resources = new ArrayList<>();
    List<String> nodes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>(lists.getOrDefault(list, List.of()));
    entries.sort(
        Comparator.<Entry, String>comparing(e -> e.resource.id()).thenComparing(Entry::nodeId));
    String last = "";
    for (Entry entry : entries) {
      if (entry.resource.id().equals(last)) {
        continue;
      }
      last = entry.resource.id();
      resources.add(last);
      Node node = entry.node;
      if (node != null) {
        nodes.add(node.name());
      }
    }
    keys.put("notify_" + name + "_resource", text(resources));
    keys.put("notify_" + name + "_uname", text(nodes));
  }

  private static String text(List<String> names) {
    return names.isEmpty() ? " " : String.join(" ", names);
  }

  private void collect(Resource resource) {
    if (!resource.isPrimitive()) {
      resource.children().forEach(this::collect);
      return;
    }
    List<Node> running = resource.status().running();
    Entry entry = new Entry(resource, running.isEmpty() ? null : running.get(0));
    Role role = web.actions.assignment().role(resource);
    switch (role) {
      case STOPPED -> note("inactive", entry);
      case STARTED -> note("active", entry);
      case UNPROMOTED -> {
        note("unpromoted", entry);
        note("active", entry);
      }
      case PROMOTED -> {
        note("promoted", entry);
        note("active", entry);
      }
      case UNKNOWN -> {
        // Of what is unknown nothing can be told.
      }
    }
    for (Action action : web.of(resource)) {
      Node node = action.node();
      if (node == null || web.flags.has(action, Flags.OPTIONAL)) {
        continue;
      }
      boolean fenced = action.is("stop") && web.actions.conditions().unclean(node);
      if (!fenced && !web.flags.has(action, Flags.RUNNABLE)) {
        continue;
      }
      switch (action.task()) {
        case "start", "stop", "promote", "demote" -> note(action.task(), new Entry(resource, node));
        default -> {
          // Other tasks change nothing that others would have to know.
        }
      }
    }
  }

  private void note(String list, Entry entry) {
    lists.computeIfAbsent(list, l -> new ArrayList<>()).add(entry);
  }
}
