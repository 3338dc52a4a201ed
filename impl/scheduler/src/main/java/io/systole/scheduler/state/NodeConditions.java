package io.systole.scheduler.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes will be in a transition. A cluster node is what the status says of it; a remote or
 * guest node is what will become of the connection to it, so that each phase may know more than the
 * one before. A value: every change gives another one.
 */
public final class NodeConditions {

  private final boolean[] online;
  private final boolean[] unclean;
  private final boolean[] shutdown;
  private final Node.@Nullable FenceReason[] fenceReasons;

  private NodeConditions(int count) {
    this.online = new boolean[count];
    this.unclean = new boolean[count];
    this.shutdown = new boolean[count];
    this.fenceReasons = new Node.FenceReason[count];
  }

  private NodeConditions(NodeConditions other) {
    this.online = other.online.clone();
    this.unclean = other.unclean.clone();
    this.shutdown = other.shutdown.clone();
    this.fenceReasons = other.fenceReasons.clone();
  }

  /** What the status says. */
  public static NodeConditions of(List<Node> nodes) {
    NodeConditions conditions = new NodeConditions(nodes.size());
    for (Node node : nodes) {
      int i = node.index;
      conditions.online[i] = node.online;
      conditions.unclean[i] = node.unclean;
      conditions.shutdown[i] = node.shutdown;
      conditions.fenceReasons[i] = node.fenceReasons.isEmpty() ? null : node.fenceReasons.get(0);
    }
    return conditions;
  }

  /**
   * The connection to a node will be there. A node of which nothing has been seen is then no longer
   * one that must be fenced to be sure of it.
   */
  public NodeConditions connected(Node node) {
    NodeConditions changed = new NodeConditions(this);
    changed.online[node.index] = true;
    changed.unclean[node.index] &= !node.unseen;
    return changed;
  }

  /** The connection to a node will not be there. */
  public NodeConditions disconnected(Node node) {
    NodeConditions changed = new NodeConditions(this);
    changed.shutdown[node.index] = true;
    return changed;
  }

  /** The node turns out to hold what can be reached by fencing only. */
  public NodeConditions lost(Node node, String reason) {
    NodeConditions changed = new NodeConditions(this);
    changed.unclean[node.index] = true;
    if (changed.fenceReasons[node.index] == null) {
      changed.fenceReasons[node.index] = new Node.FenceReason(reason, false);
    }
    return changed;
  }

  public boolean online(Node node) {
    return online[node.index];
  }

  public boolean unclean(Node node) {
    return unclean[node.index];
  }

  /** Whether it can be reached and trusted. */
  public boolean clean(Node node) {
    return online[node.index] && !unclean[node.index];
  }

  /** Whether it is about to leave. */
  public boolean shutdown(Node node) {
    return shutdown[node.index];
  }

  /** Why it must be fenced, or null if nothing in particular speaks for that. */
  public Node.@Nullable FenceReason fenceReason(Node node) {
    return fenceReasons[node.index];
  }

  /** Whether resources may be run there at all. */
  public boolean available(Node node) {
    int i = node.index;
    return online[i] && !shutdown[i] && !unclean[i] && !node.standby && !node.maintenance;
  }
}
