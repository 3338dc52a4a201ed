package io.systole.refinement.messaging;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.group.GroupMessage;
import io.systole.cluster.group.Groups;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsEvent;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.GroupsState.Phase;
import io.systole.cluster.group.Membership;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.cluster.group.QuorumClaim;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import io.systole.xml.Element;
import java.util.Map;
import java.util.TreeMap;

/**
 * States, events and effects of the process groups, as {@code spec/messaging/MessagingNode} has
 * them.
 *
 * @param groups the groups' names in their order; the specification has their numbers
 */
public record MessagingBinding(Names names, Names groups)
    implements Binding<GroupsState, GroupsEvent, GroupsEffect> {

  private static final String NUMBER = "number";

  /** What a process says, which is a number in the specification. */
  static Element payload(int number) {
    return Element.of("words", NUMBER, Integer.toString(number));
  }

  static Tla number(Element payload) {
    return Tla.of(Long.parseLong(payload.attribute(NUMBER).orElseThrow()));
  }

  @Override
  public Tla state(GroupsState state) {
    TreeMap<Tla, Tla> incarnations = new TreeMap<>();
    state.incarnations().forEach((node, is) -> incarnations.put(names.node(node), Tla.of(is)));
    TreeMap<Tla, Tla> members = new TreeMap<>();
    state.members().forEach((group, all) -> members.put(group(group), members(all)));
    int changes = state.phase() instanceof Phase.Agreed(NodeView _, int count) ? count : 0;
    return Tla.record(
        "incarnation", Tla.of(state.incarnation()),
        "quorum", quorum(state.quorum()),
        "local", local(state.local()),
        "serial", Tla.of(state.nextSerial()),
        "phase", Tla.of(state.phase().getClass().getSimpleName()),
        "view", view(state.phase()),
        "announced", announced(state.phase()),
        "changes", Tla.of(changes),
        "incarnations", Tla.function(incarnations),
        "members", Tla.function(members),
        "waiting", Tla.tuple(state.waiting().stream().map(this::body).toList()));
  }

  private Tla view(Phase phase) {
    return switch (phase) {
      case Phase.Starting _, Phase.Lost _ -> Tla.tuple();
      case Phase.Transferring transferring -> held(transferring.view());
      case Phase.Agreed agreed -> held(agreed.view());
    };
  }

  private Tla held(NodeView view) {
    return Tla.record("id", names.view(view.id()), "nodes", names.nodes(view.nodes()));
  }

  private Tla announced(Phase phase) {
    TreeMap<Tla, Tla> announced = new TreeMap<>();
    if (phase instanceof Phase.Transferring transferring) {
      transferring.announced().forEach((node, a) -> announced.put(names.node(node), body(a)));
    }
    return Tla.function(announced);
  }

  private Tla members(ImmutableSortedMap<NodeName, Membership> members) {
    TreeMap<Tla, Tla> stays = new TreeMap<>();
    members.forEach((node, stay) ->
        stays.put(names.node(node), Tla.tuple(Tla.of(stay.incarnation()), Tla.of(stay.serial()))));
    return Tla.function(stays);
  }

  private Tla local(Map<String, Long> local) {
    TreeMap<Tla, Tla> serials = new TreeMap<>();
    local.forEach((group, serial) -> serials.put(group(group), Tla.of(serial)));
    return Tla.function(serials);
  }

  private static Tla quorum(QuorumClaim claim) {
    return Tla.record(
        "votes", Tla.of(claim.votes()),
        "twoNode", Tla.of(claim.twoNode()),
        "released", Tla.of(claim.released()));
  }

  Tla group(String group) {
    return groups.node(new NodeName(group));
  }

  @Override
  public Tla event(GroupsEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case GroupsEvent.NodesChanged(NodeView view) ->
          Tla.record("type", type, "view", viewItem(view));
      case GroupsEvent.Received(NodeName sender, NodeMessage message) ->
          Tla.record("type", type, "from", names.node(sender), "message", message(message));
      case GroupsEvent.JoinRequested(String group) ->
          Tla.record("type", type, "group", group(group));
      case GroupsEvent.LeaveRequested(String group) ->
          Tla.record("type", type, "group", group(group));
      case GroupsEvent.SendRequested(String group, Element payload) ->
          Tla.record("type", type, "group", group(group), "payload", number(payload));
      case GroupsEvent.TransferOverdue _, GroupsEvent.EngineLost _ -> Tla.record("type", type);
    };
  }

  private Tla viewItem(NodeView view) {
    return Tla.record(
        "type", Tla.of("View"),
        "id", names.view(view.id()),
        "members", names.nodes(view.nodes()));
  }

  @Override
  public Tla effect(GroupsEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case GroupsEffect.Multicast(NodeMessage message) ->
          Tla.record("type", type, "message", message(message));
      case GroupsEffect.TellView(String group, View view) ->
          Tla.record("type", type, "group", group(group), "view", view(view));
      case GroupsEffect.Deliver(String group, NodeName sender, Element payload) ->
          Tla.record(
              "type",
              type,
              "group",
              group(group),
              "from",
              names.node(sender),
              "payload",
              number(payload));
      case GroupsEffect.TellDisconnected(String group, String _) ->
          Tla.record("type", type, "group", group(group));
    };
  }

  /** A message between nodes. */
  Tla message(NodeMessage message) {
    return Tla.record("view", names.view(message.view()), "body", body(message.body()));
  }

  private Tla body(GroupMessage body) {
    Tla type = Tla.of(body.getClass().getSimpleName());
    return switch (body) {
      case GroupMessage.Announced(long incarnation, QuorumClaim quorum, var local) ->
          Tla.record(
              "type", type,
              "incarnation", Tla.of(incarnation),
              "quorum", quorum(quorum),
              "local", local(local));
      case GroupMessage.Joined(String group, long serial) ->
          Tla.record("type", type, "group", group(group), "serial", Tla.of(serial));
      case GroupMessage.Left(String group, long serial) ->
          Tla.record("type", type, "group", group(group), "serial", Tla.of(serial));
      case GroupMessage.Said(String group, long serial, Element payload) ->
          Tla.record(
              "type", type,
              "group", group(group),
              "serial", Tla.of(serial),
              "payload", number(payload));
    };
  }

  /** The view of a group, whose number counts the changes within the nodes' view. */
  Tla view(View view) {
    long number = view.id().number();
    return Tla.record(
        "id",
            Tla.tuple(
                Tla.of(number / Groups.MAX_CHANGES_A_VIEW),
                Tla.of(number % Groups.MAX_CHANGES_A_VIEW),
                names.node(view.id().creator())),
        "nodes", names.nodes(view.nodes()),
        "members", names.nodes(view.members()),
        "quorum", Tla.of(view.quorum()),
        "quorate", Tla.of(view.quorate()));
  }
}
