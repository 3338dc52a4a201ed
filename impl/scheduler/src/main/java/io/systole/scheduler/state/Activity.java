package io.systole.scheduler.state;

import io.systole.scheduler.rules.Score;
import java.util.List;

/** Concludes from a resource's history on a node what it does there and what must follow. */
final class Activity {

  private final ClusterReader cluster;

  Activity(ClusterReader cluster) {
    this.cluster = cluster;
  }

  /** Draws the conclusion when all of a history has been read. */
  void conclude(Resource resource, Node node, OnFail severest) {
    ResourceStatus status = resource.status;
    if (status.role != Role.UNKNOWN) {
      noteKnown(resource, node);
    }
    boolean active = status.role.compareTo(Role.STOPPED) > 0;
    if (active && !node.online && !node.maintenance && status.managed) {
      lose(resource, node);
    }
    OnFail onFail = node.unclean ? OnFail.IGNORE : severest;
    recover(resource, node, onFail);
    if (status.failed && resource.isConnection) {
      Node remote = cluster.nodesByName.get(resource.id);
      if (remote != null && remote.unclean) {
        remote.unseen = false;
      }
    }
    if (status.role.compareTo(Role.STOPPED) > 0) {
      addRunning(resource, node, severest != OnFail.IGNORE);
      if (onFail == OnFail.DEMOTE || onFail == OnFail.BLOCK) {
        status.failed = true;
      } else if (onFail != OnFail.IGNORE) {
        status.failed = true;
        status.stopFirst = true;
      }
    } else if (status.historyName.indexOf(':') >= 0) {
      // An old history's number means nothing once the instance has stopped.
      status.historyName = "";
    } else if (status.mustStopOn.remove(node)) {
      status.mayStopOn.add(node);
    }
    if (status.role == Role.STOPPED
        && status.partialMigrationSource == node
        && !status.running.isEmpty()) {
      status.role = Role.STARTED;
    }
  }

  private static void noteKnown(Resource resource, Node node) {
    for (Resource r = resource; r != null; r = r.parent) {
      r.status.known.add(node);
      if ((r.isClone() && r.unique()) || (r.instance >= 0 && r.uniqueInstance())) {
        return;
      }
    }
  }

  /** What is active on a node that cannot be reached may still run there. */
  private void lose(Resource resource, Node node) {
    if (node.isGuest()) {
      resource.status.failed = true;
      resource.status.stopFirst = true;
      cluster.fence(node, resource.id + " is thought to be active there", false);
    } else if (cluster.options.fencing()) {
      Resource connection = node.connection;
      boolean revocable = node.isRemote() && connection != null && !connection.status.failed;
      if (revocable) {
        node.unseen = true;
      }
      cluster.fence(
          node,
          resource.id
              + (revocable
                  ? " is active there (fencing will be revoked if remote connection can be"
                      + " re-established elsewhere)"
                  : " is thought to be active there"),
          false);
    }
  }

  private void recover(Resource resource, Node node, OnFail onFail) {
    ResourceStatus status = resource.status;
    boolean active = status.role.compareTo(Role.STOPPED) > 0;
    switch (onFail) {
      case IGNORE -> {
        // Nothing follows.
      }
      case DEMOTE -> {
        status.failed = true;
        status.mustDemoteOn.add(node);
      }
      case FENCE -> cluster.fence(node, resource.id + " failed there", false);
      case STANDBY -> {
        node.standby = true;
        node.standbyOnFail = true;
      }
      case BLOCK -> {
        status.managed = false;
        status.blocked = true;
      }
      case BAN ->
          cluster.bans.add(
              new Ban(resource, node, -Score.INFINITY, "the failure bans it from the node"));
      case STOP -> status.nextRole = Role.STOPPED;
      case RESTART -> {
        if (active) {
          restart(resource, node);
        }
      }
      case RESTART_CONTAINER -> {
        Resource container = resource.container;
        status.failed = true;
        status.stopFirst = true;
        if (container != null && resource.isReplicaConnection()) {
          // It need not be on the container's node, which may not be known yet.
          container.status.mustStop = true;
        } else if (container != null) {
          container.status.mustStopOn.add(node);
        } else if (active) {
          status.mustStopOn.add(node);
        }
      }
      case RESET_REMOTE -> resetRemote(resource, node, active);
    }
  }

  private static void restart(Resource resource, Node node) {
    resource.status.failed = true;
    resource.status.stopFirst = true;
    resource.status.mustStopOn.add(node);
  }

  private void resetRemote(Resource resource, Node node, boolean active) {
    ResourceStatus status = resource.status;
    status.failed = true;
    status.stopFirst = true;
    Node remote = cluster.nodesByName.get(resource.id);
    if (cluster.options.fencing() && remote != null && remote.isRemote()) {
      if (!remote.remoteWasFenced) {
        cluster.fence(remote, "remote connection is unrecoverable", false);
      }
    }
    if (active) {
      status.mustStopOn.add(node);
    }
    if (resource.reconnectMillis > 0) {
      status.nextRole = Role.STOPPED;
    }
  }

  /** Notes that a resource is active on a node. */
  void addRunning(Resource resource, Node node, boolean failed) {
    ResourceStatus status = resource.status;
    if (status.running.contains(node)) {
      return;
    }
    status.running.add(node);
    if (resource.isPrimitive()) {
      node.running.add(resource);
      weigh(resource, node, failed);
      if (node.maintenance) {
        status.managed = false;
        status.maintenance = true;
      }
    }
    if (!status.managed) {
      cluster.bans.add(
          new Ban(resource, node, Score.INFINITY, "it is active there and not managed"));
      for (Resource p = resource.parent; p != null && node.online; p = p.parent) {
        if (!p.status.running.contains(node)) {
          p.status.running.add(node);
        }
      }
      return;
    }
    if (resource.isPrimitive() && status.running.size() > 1) {
      handleMultiple(resource);
    }
    if (resource.parent != null) {
      addRunning(resource.parent, node, false);
    }
  }

  private static void weigh(Resource resource, Node node, boolean failed) {
    int priority = resource.priority();
    if (priority != 0 && !failed) {
      boolean promoted = resource.status.role == Role.PROMOTED;
      int weight = promoted ? priority + 1 : priority;
      node.priority += weight;
      hosts(node).forEach(host -> host.priority += weight);
    }
  }

  /** A guest node is worth as much to the nodes on which it runs as to itself. */
  private static List<Node> hosts(Node node) {
    Resource connection = node.isGuest() ? node.connection : null;
    Resource container = connection == null ? null : connection.container;
    return container == null ? List.of() : container.status.running;
  }

  private void handleMultiple(Resource resource) {
    switch (resource.multipleActive()) {
      case STOP_ONLY ->
          cluster.bans.add(
              new Ban(resource, null, -Score.INFINITY, "it was active on several nodes"));
      case BLOCK -> {
        block(resource);
        Resource parent = resource.parent;
        if (parent != null
            && parent.isGroup()
            && parent.multipleActive() == Resource.MultipleActive.BLOCK) {
          parent.children.forEach(Activity::block);
        }
      }
      case STOP_START, STOP_UNEXPECTED -> {
        // Which instance survives is for the assignment to say.
      }
    }
  }

  private static void block(Resource resource) {
    resource.status.managed = false;
    resource.status.blocked = true;
  }
}
