package io.systole.scheduler.state;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the status section: tickets, the nodes' conditions, and what their histories say. */
final class StatusReader {

  private final ClusterReader cluster;
  private final HistoryReader histories;

  StatusReader(ClusterReader cluster) {
    this.cluster = cluster;
    this.histories = new HistoryReader(cluster);
  }

  void read() {
    readTickets();
    Map<Node, Element> states = new LinkedHashMap<>();
    for (Element state : cluster.status.children("node_state")) {
      Node node = cluster.nodesById.get(state.id());
      if (node == null) {
        node = cluster.nodesByName.get(state.attribute("uname", ""));
      }
      if (node != null) {
        states.put(node, state);
      }
    }
    states.forEach(this::readCondition);
    readHistories(states);
    for (Resource resource : cluster.resources) {
      if (resource.status.mustStop && !resource.status.running.isEmpty()) {
        resource.status.mustStopOn.add(resource.status.running.getFirst());
      }
    }
  }

  private void readTickets() {
    cluster
        .status
        .child("tickets")
        .ifPresent(t -> {
          for (Element ticket : t.children("ticket_state")) {
            cluster.tickets.put(
                ticket.id(),
                new ClusterState.Ticket(
                    ticket.id(),
                    Values.isTrue(ticket.attribute("granted", "false")),
                    Values.isTrue(ticket.attribute("standby", "false"))));
          }
        });
  }

  private void readAttributes(Node node, Element state) {
    Map<String, String> transients = new LinkedHashMap<>();
    for (Element section : state.children("transient_attributes")) {
      cluster.sets.read(
          section,
          "instance_attributes",
          cluster.ruleInput().withNode(node.attributes),
          transients);
      cluster.sets.read(
          section, "utilization", cluster.ruleInput().withNode(node.attributes), node.utilization);
    }
    node.attributes.putAll(transients);
    String site = node.attributes.getOrDefault("site-name", "");
    if (!site.isEmpty()) {
      node.attributes.put("#site-name", site);
    } else if (!cluster.options.text(ClusterOption.CLUSTER_NAME).isEmpty()) {
      node.attributes.putIfAbsent("#site-name", cluster.options.text(ClusterOption.CLUSTER_NAME));
    }
  }

  private void readCondition(Node node, Element state) {
    if (!node.isMember()) {
      node.remoteWasFenced = !state.attribute("node_fenced", "0").equals("0");
      return;
    }
    readAttributes(node, state);
    node.standby |= Values.isTrue(node.attributes.getOrDefault("standby", "false"));
    node.maintenance |= Values.isTrue(node.attributes.getOrDefault("maintenance", "false"));
    node.unclean = false;
    node.unseen = false;
    node.shutdown = shutdownRequested(node);
    node.expectedUp = state.attribute("expected", "").equals("member");
    node.online = cluster.options.fencing() ? onlineByFencing(node, state) : online(node, state);
    if (!node.online || node.shutdown) {
      node.score = -Score.INFINITY;
    }
    if (!cluster.quorate && node.online && cluster.noQuorumPolicy == Options.NoQuorumPolicy.FENCE) {
      cluster.fence(node, "cluster does not have quorum", false);
    }
  }

  /** Positive if so since then or simply true, 0 if not, negative if nothing is said. */
  private static long since(Element state, String attribute, String yes) {
    String value = state.attribute(attribute, "");
    if (value.isEmpty()) {
      return -1;
    }
    if (value.equals(yes)) {
      return 1;
    }
    OptionalLong time = Values.leadingNumber(value);
    return time.isPresent() ? Math.max(0, time.getAsLong()) : 0;
  }

  private boolean online(Node node, Element state) {
    long member = since(state, "in_ccm", "true");
    long process = since(state, "crmd", "online");
    if (member <= 0) {
      return false;
    }
    if (process > 0) {
      return state.attribute("join", "").equals("member");
    }
    if (node.expectedUp) {
      cluster.fence(node, "peer is unexpectedly down", false);
    }
    return false;
  }

  private boolean onlineByFencing(Node node, Element state) {
    long member = since(state, "in_ccm", "true");
    long process = since(state, "crmd", "online");
    if (node.shutdown) {
      return process > 0;
    }
    String join = state.attribute("join", "");
    String expected = state.attribute("expected", "down");
    if (member < 0) {
      cluster.fence(node, "peer has not been seen by the cluster", false);
      return false;
    }
    if (join.equals("banned")) {
      cluster.fence(node, "peer failed Pacemaker membership criteria", false);
    } else if (terminates(node)) {
      if (member == 0 && process <= 0 && join.equals("down")) {
        return false;
      }
      cluster.fence(node, "fencing was requested", false);
    } else if (expected.equals("down")) {
      if (pendingTooLong(member, process)) {
        cluster.fence(node, "peer pending timed out on joining the process group", false);
      } else if (member > 0 || process > 0) {
        node.standby = true;
        node.pending = true;
      }
    } else if (member == 0) {
      cluster.fence(node, "peer is no longer part of the cluster", true);
    } else if (process <= 0) {
      cluster.fence(node, "peer process is no longer available", false);
    } else if (join.equals("pending") || join.equals("down")) {
      node.standby = true;
      node.pending = true;
    } else if (!join.equals("member")) {
      cluster.fence(node, "peer was in an unknown state", false);
    }
    return member > 0;
  }

  private static boolean terminates(Node node) {
    String value = node.attributes.getOrDefault("terminate", "");
    return Values.isTrue(value) || Values.leadingNumber(value).orElse(0) > 0;
  }

  private boolean pendingTooLong(long member, long process) {
    long timeout = cluster.options.millis(ClusterOption.NODE_PENDING_TIMEOUT) / 1000;
    return timeout > 0 && member > 1 && process <= 0 && cluster.now - member >= timeout;
  }

  /**
   * Reads the nodes' histories in the order of the status. What runs on remote nodes is known only
   * when it is known from other histories that they are connected.
   */
  private void readHistories(Map<Node, Element> states) {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<Node, Element> entry : states.entrySet()) {
        Node node = entry.getKey();
        if (!node.historyRead && readable(node)) {
          read(node, entry.getValue());
          progress = true;
        }
      }
    }
    for (Map.Entry<Node, Element> entry : states.entrySet()) {
      if (!entry.getKey().historyRead && cluster.options.fencing()) {
        read(entry.getKey(), entry.getValue());
      }
    }
    for (Node node : cluster.nodes) {
      if (node.isMember()) {
        continue;
      }
      if (node.shutdown && node.connection != null) {
        node.connection.status.nextRole = Role.STOPPED;
      }
      if (!node.historyRead) {
        connected(node);
      }
    }
  }

  private boolean readable(Node node) {
    Resource connection = node.connection;
    if (node.isMember()) {
      // Without fencing what is lost is stopped, so that instances are counted where they are.
      return node.online
          || cluster.options.fencing()
          || cluster.options.is(ClusterOption.SHUTDOWN_LOCK);
    }
    if (connection == null) {
      return false;
    }
    boolean up = connection.status.role == Role.STARTED;
    if (node.isGuest()) {
      Resource container = connection.container;
      return up && container != null && container.status.role == Role.STARTED;
    }
    return up || cluster.options.is(ClusterOption.SHUTDOWN_LOCK);
  }

  private void read(Node node, Element state) {
    if (!node.isMember()) {
      connected(node);
      readRemoteCondition(node, state);
    }
    histories.read(node, state);
  }

  private void readRemoteCondition(Node node, Element state) {
    if (!node.remoteRequiresReset) {
      node.unclean = false;
      node.unseen = false;
    }
    readAttributes(node, state);
    node.shutdown |= shutdownRequested(node);
    node.standby |= Values.isTrue(node.attributes.getOrDefault("standby", "false"));
    Resource connection = node.connection;
    node.maintenance |=
        Values.isTrue(node.attributes.getOrDefault("maintenance", "false"))
            || (connection != null && !connection.status.managed);
    boolean off =
        !Values.isTrue(node.attributes.getOrDefault("resource-discovery-enabled", "true"));
    // Where nothing is looked for, only fencing can tell that nothing runs.
    node.probesAllowed &= !off || (node.isRemote() && !cluster.options.fencing());
  }

  private static boolean shutdownRequested(Node node) {
    return Values.leadingNumber(node.attributes.getOrDefault("shutdown", "0")).orElse(0) > 0;
  }

  /** Whether a remote node can be reached; notes it at the node. */
  private boolean connected(Node node) {
    Resource connection = node.connection;
    node.online = false;
    if (connection == null) {
      return false;
    }
    Resource container = connection.container;
    Node host = container == null ? null : connection.status.onlyRunning();
    node.online = connection.status.role == Role.STARTED;
    if (node.online && connection.status.nextRole == Role.STOPPED) {
      node.shutdown = true;
    }
    if (container != null && container.status.failed) {
      node.online = false;
      node.remoteRequiresReset = true;
    } else if (connection.status.failed) {
      node.online = false;
    } else if (connection.status.role == Role.STOPPED
        || (container != null && container.status.role == Role.STOPPED)) {
      node.online = false;
      node.remoteRequiresReset = false;
    } else if (host != null && !host.online && host.unclean) {
      node.online = false;
      node.remoteRequiresReset = true;
    }
    return node.online;
  }
}
