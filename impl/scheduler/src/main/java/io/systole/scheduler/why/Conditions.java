package io.systole.scheduler.why;

import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;

/** Why nothing can run on a node. */
final class Conditions {

  private Conditions() {}

  /** In words that follow the node's name, or the empty string if resources can run there. */
  static String of(ClusterState cluster, Node node) {
    if (node.unclean()) {
      String reason = node.fenceReasons().isEmpty() ? "its state is not known" : first(node);
      String remedy =
          cluster.canFence(node) ? "it has to be fenced" : "it has to be fenced and cannot be";
      return "is unclean (" + reason + "); " + remedy;
    }
    if (node.pending()) {
      return "has not joined the cluster yet";
    }
    if (!node.online()) {
      return "is offline";
    }
    if (node.shutdown()) {
      return "is being shut down";
    }
    if (node.standby()) {
      return node.standbyOnFail() ? "is in standby, since something failed there" : "is in standby";
    }
    return node.maintenance() ? "is in maintenance" : "";
  }

  private static String first(Node node) {
    return node.fenceReasons().getFirst().text();
  }
}
