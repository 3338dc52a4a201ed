package io.systole.scheduler.simulate;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;

/** The state of nodes and resources as text, as the field's tools show it. */
final class StatusText {

  private final ClusterState cluster;
  private final Bullets out;
  private final boolean pending;

  /**
   * Prepares a display.
   *
   * @param pending whether is shown what is under way
   */
  StatusText(ClusterState cluster, Bullets out, boolean pending) {
    this.cluster = cluster;
    this.out = out;
    this.pending = pending;
  }

  /** Writes everything under a title. */
  void write(String title) {
    out.begin(title);
    if (!cluster.nodes().isEmpty()) {
      nodes();
      out.blank();
    }
    resources();
    out.end();
  }

  /** Writes what is wrong with the cluster as a whole; false if nothing is. */
  boolean writeWarnings() {
    boolean maintenance = cluster.options().is(ClusterOption.MAINTENANCE_MODE);
    if (maintenance) {
      out.blank();
      out.line("              *** Resource management is DISABLED ***");
      out.line("  The cluster will not attempt to start, stop or recover services");
    }
    int all = 0;
    int disabled = 0;
    int blocked = 0;
    for (Resource resource : cluster.resources()) {
      boolean leaf = resource.children().isEmpty() && resource.isPrimitive();
      if (leaf && (!resource.orphan() || Glance.active(resource, false))) {
        all++;
        disabled += Glance.disabled(resource) ? 1 : 0;
        blocked += resource.status().blocked() ? 1 : 0;
      }
    }
    if (disabled > 0 || blocked > 0) {
      String counts = disabled + " of " + all + " resource instances DISABLED and " + blocked;
      out.line(counts + " BLOCKED from further action due to failure");
    }
    return maintenance || disabled > 0 || blocked > 0;
  }

  // Nodes

  private void nodes() {
    out.begin("Node List");
    List<String> online = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    List<String> remoteOnline = new ArrayList<>();
    List<String> remoteOffline = new ArrayList<>();
    List<String> guestOnline = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      if (special(node)) {
        out.item(kind(node) + " " + node.name() + ": " + condition(node));
        continue;
      }
      switch (node.kind()) {
        case MEMBER -> (node.online() ? online : offline).add(node.name());
        case REMOTE -> (node.online() ? remoteOnline : remoteOffline).add(node.name());
        case GUEST -> {
          if (node.online()) {
            guestOnline.add(node.name());
          }
        }
      }
    }
    out.row("Online", online);
    out.row("OFFLINE", offline);
    out.row("RemoteOnline", remoteOnline);
    out.row("RemoteOFFLINE", remoteOffline);
    out.row("GuestOnline", guestOnline);
    out.end();
  }

  private boolean special(Node node) {
    return node.unclean()
        || node.pending()
        || (node.standbyOnFail() && node.online())
        || node.standby()
        || node.maintenance()
        || Glance.health(cluster, node) != Glance.Health.GREEN;
  }

  static String kind(Node node) {
    return switch (node.kind()) {
      case MEMBER -> "Node";
      case REMOTE -> "RemoteNode";
      case GUEST -> "GuestNode";
    };
  }

  private String condition(Node node) {
    Glance.Health health = Glance.health(cluster, node);
    String state = state(node);
    return health == Glance.Health.GREEN ? state : state + " (health is " + health + ")";
  }

  private static String state(Node node) {
    if (node.unclean()) {
      if (node.online()) {
        return "UNCLEAN (online)";
      }
      return node.pending() ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
    }
    if (node.pending()) {
      return "pending";
    }
    if (node.standbyOnFail() && node.online()) {
      return "standby (on-fail)";
    }
    if (node.standby()) {
      if (!node.online()) {
        return "OFFLINE (standby)";
      }
      return node.running().isEmpty() ? "standby" : "standby (with active resources)";
    }
    if (node.maintenance()) {
      return node.online() ? "maintenance" : "OFFLINE (maintenance)";
    }
    return node.online() ? "online" : "OFFLINE";
  }

  // Resources

  private void resources() {
    out.begin("Full List of Resources");
    ResourceText text = new ResourceText(cluster, out, pending);
    boolean any = false;
    for (Resource resource : cluster.topLevel()) {
      if (Glance.shown(resource)) {
        text.write(resource);
        any = true;
      }
    }
    if (!any) {
      out.item("No resources");
    }
    out.end();
  }
}
