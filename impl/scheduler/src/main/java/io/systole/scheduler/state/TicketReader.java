package io.systole.scheduler.state;

import io.systole.scheduler.rules.Score;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What resources may not do because a ticket that they need is not granted. */
final class TicketReader {

  private final ClusterReader cluster;
  private final Map<String, Resource> byConfigId = new LinkedHashMap<>();

  TicketReader(ClusterReader cluster) {
    this.cluster = cluster;
    for (Resource resource : cluster.resources) {
      byConfigId.putIfAbsent(resource.configId, resource);
    }
  }

  /** What is done with what runs without its ticket. */
  private enum LossPolicy {
    STOP,
    DEMOTE,
    FENCE,
    FREEZE
  }

  private record Need(ClusterState.Ticket ticket, Role role, LossPolicy policy, String id) {}

  void read() {
    Optional<Element> section = cluster.configuration.child("constraints");
    if (section.isEmpty()) {
      return;
    }
    for (Element constraint : section.get().children("rsc_ticket")) {
      String name = constraint.attribute("ticket", "");
      ClusterState.Ticket ticket = cluster.tickets.get(name);
      if (ticket == null) {
        ticket = new ClusterState.Ticket(name, false, false);
      }
      read(constraint, ticket);
    }
  }

  private void read(Element constraint, ClusterState.Ticket ticket) {
    if (constraint.has("rsc")) {
      Need need = need(constraint, ticket, constraint.attribute("rsc-role", ""));
      for (Resource resource : resources(constraint.attribute("rsc", ""))) {
        apply(resource, need);
      }
    }
    for (Element set : constraint.children("resource_set")) {
      Need need = need(constraint, ticket, set.attribute("role", ""));
      for (Element reference : set.children("resource_ref")) {
        for (Resource resource : resources(reference.id())) {
          apply(resource, need);
        }
      }
    }
  }

  private Need need(Element constraint, ClusterState.Ticket ticket, String roleText) {
    Role role = Role.parse(roleText).orElse(Role.UNKNOWN);
    LossPolicy policy =
        switch (constraint.attribute("loss-policy", "")) {
          case "fence" -> cluster.options.fencing() ? LossPolicy.FENCE : LossPolicy.STOP;
          case "freeze" -> LossPolicy.FREEZE;
          case "demote" -> LossPolicy.DEMOTE;
          case "stop" -> LossPolicy.STOP;
          default -> role == Role.PROMOTED ? LossPolicy.DEMOTE : LossPolicy.STOP;
        };
    return new Need(ticket, role, policy, constraint.id());
  }

  private List<Resource> resources(String id) {
    List<Resource> found = new ArrayList<>();
    Resource one = resource(id);
    if (one != null) {
      found.add(one);
    } else if (cluster.tags.containsKey(id)) {
      cluster.tags.get(id).stream()
          .map(this::resource)
          .filter(java.util.Objects::nonNull)
          .forEach(found::add);
    }
    return found;
  }

  private @org.jspecify.annotations.Nullable Resource resource(String id) {
    Resource exact = cluster.resourcesById.get(id);
    if (exact != null) {
      return exact;
    }
    Resource cloned = byConfigId.get(id);
    return cloned == null ? null : cloned.top();
  }

  private void apply(Resource resource, Need need) {
    if (need.role == Role.PROMOTED && (!need.ticket.granted() || need.ticket.standby())) {
      cluster.promotionForbidden.add(resource);
    }
    if (!resource.children.isEmpty()) {
      resource.children.forEach(child -> apply(child, need));
      return;
    }
    boolean stops = need.role != Role.PROMOTED || need.policy == LossPolicy.STOP;
    String name = "ticket '" + need.ticket.id() + "'";
    if (!need.ticket.granted() && !resource.status.running.isEmpty()) {
      lose(resource, need, name);
    } else if (!need.ticket.granted()) {
      if (stops) {
        ban(resource, name + " is not granted");
      }
    } else if (need.ticket.standby() && stops) {
      ban(resource, name + " is in standby");
    }
  }

  private void lose(Resource resource, Need need, String name) {
    boolean concerned = need.role == Role.UNKNOWN || need.role == resource.status.role;
    switch (need.policy) {
      case STOP -> ban(resource, name + " was lost");
      case DEMOTE -> {
        if (need.role != Role.PROMOTED) {
          ban(resource, name + " was lost");
        }
      }
      case FENCE -> {
        if (concerned) {
          ban(resource, name + " was lost");
          for (Node node : List.copyOf(resource.status.running)) {
            cluster.fence(node, "deadman ticket was lost", false);
          }
        }
      }
      case FREEZE -> {
        if (concerned) {
          resource.status.managed = false;
          resource.status.blocked = true;
        }
      }
    }
  }

  private void ban(Resource resource, String reason) {
    cluster.bans.add(new Ban(resource, null, -Score.INFINITY, reason));
  }
}
