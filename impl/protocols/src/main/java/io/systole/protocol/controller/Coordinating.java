package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibEdit;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.xml.Element;
import java.util.Optional;

/** The beginning and the end of a node's time as the DC of a complete round. */
final class Coordinating {

  /** What a cluster has in its options from the beginning, as the field's tools expect. */
  private static final Element FIRST_OPTIONS =
      Element.of("cluster_property_set", "id", "cib-bootstrap-options")
          .plus(
              Element.of(
                  "nvpair",
                  "id",
                  "cib-bootstrap-options-have-watchdog",
                  "name",
                  "have-watchdog",
                  "value",
                  "false"));

  private Coordinating() {}

  /** This node decides nothing any more, at once. */
  static void stop(Turn turn) {
    if (turn.state().coordination().isEmpty()) {
      return;
    }
    turn.set(turn.state().with(Optional.empty()));
    turn.run(new TransitionEvent.TransitionDropped());
    Proposing.dropOfDc(turn);
    turn.cancel(Timer.Kind.RETURN_HOLD);
    turn.cancel(Timer.Kind.FENCING_RETRY);
    turn.cancel(Timer.Kind.SCHEDULE_RETRY);
    turn.cancel(Timer.Kind.RECHECK);
  }

  /** All members are confirmed: says so in the CIB, and asks the scheduler after that. */
  static void begin(Turn turn, JoinEffect.CompleteJoin complete) {
    View view = turn.state().join().view().orElseThrow();
    awaitControllers(turn, view);
    ImmutableSortedSet<NodeName> returning = turn.state().presence().awaited();
    boolean held = !returning.isEmpty() && !anyToFence(turn, view);
    if (held) {
      turn.start(Timer.Kind.RETURN_HOLD);
    }
    turn.set(
        turn.state()
            .with(
                Coordination.begin(complete.epoch(), complete.confirmed(), view.quorate(), held)));
    if (Leading.mayLead(turn)) {
      Proposing.want(turn, Purpose.CONFIGURATION, newNodes(turn, complete.confirmed()));
    }
    Proposing.want(turn, Purpose.STATES, states(turn, view, complete.confirmed()));
  }

  /** Whoever is back, or is gone altogether, is not awaited any more. */
  static void noteReturns(Turn turn, View view) {
    forgetPresent(turn, NodeStates.withoutController(turn.state().daemons().cib(), view));
  }

  private static void forgetPresent(Turn turn, ImmutableSortedSet<NodeName> absent) {
    Presence presence = turn.state().presence();
    for (NodeName node : presence.awaited()) {
      if (!absent.contains(node)) {
        turn.emit(new ControllerEffect.CancelTimer(limit(node)));
      }
    }
    turn.set(turn.state().with(presence.absent(absent)));
  }

  /** Gives the time to come back to nodes whose controller is gone, from when it was missed. */
  private static void awaitControllers(Turn turn, View view) {
    ImmutableSortedSet<NodeName> absent =
        NodeStates.withoutController(turn.state().daemons().cib(), view);
    forgetPresent(turn, absent);
    Presence presence = turn.state().presence();
    ImmutableSortedSet.Builder<NodeName> awaited = ImmutableSortedSet.naturalOrder();
    for (NodeName node : absent) {
      if (presence.givenUp().contains(node)) {
        continue;
      }
      awaited.add(node);
      if (!presence.awaited().contains(node)) {
        turn.start(limit(node));
      }
    }
    turn.set(turn.state().with(presence.awaiting(awaited.build())));
  }

  /** Whether a node that should be a member can't be reached and may still run something. */
  private static boolean anyToFence(Turn turn, View view) {
    return turn.state().daemons().cib().status().children("node_state").stream()
        .filter(state -> state.attribute("expected", "").equals("member"))
        .flatMap(state -> NodeStates.name(state).stream())
        .anyMatch(node -> !view.nodes().contains(node) && !turn.state().presence().isFenced(node));
  }

  private static Timer limit(NodeName node) {
    return new Timer(Timer.Kind.RETURN_LIMIT, node.value());
  }

  /**
   * The nodes that the CIB does not know yet, and the set that the field's tools put options in.
   */
  private static ImmutableList<CibEdit> newNodes(Turn turn, ImmutableSortedSet<NodeName> members) {
    Cib cib = turn.state().daemons().cib();
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    for (NodeName node : members) {
      boolean known =
          cib.nodes().stream()
              .anyMatch(element -> element.attribute("uname", "").equals(node.value()));
      if (!known) {
        Element element =
            Element.of(
                "node", "id", NodeIds.of(turn, node), "type", "member", "uname", node.value());
        edits.add(new CibEdit.Modify("nodes", element, true));
      }
    }
    if (cib.root()
        .at("configuration", "crm_config")
        .filter(e -> !e.children().isEmpty())
        .isEmpty()) {
      edits.add(new CibEdit.Modify("crm_config", FIRST_OPTIONS, true));
    }
    return edits.build();
  }

  private static ImmutableList<CibEdit> states(
      Turn turn, View view, ImmutableSortedSet<NodeName> confirmed) {
    Cib cib = turn.state().daemons().cib();
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    edits.add(
        new CibEdit.Modify(
            "",
            Element.of(
                "cib",
                "have-quorum",
                view.quorate() ? "1" : "0",
                "dc-uuid",
                NodeIds.of(turn, turn.self())),
            false));
    for (NodeName node : view.members()) {
      String id = NodeIds.of(turn, node);
      edits.add(
          confirmed.contains(node) ? NodeStates.member(id, node) : NodeStates.leftBehind(id, node));
    }
    for (Element state : cib.status().children("node_state")) {
      NodeStates.name(state)
          .filter(node -> !view.members().contains(node))
          .ifPresent(node -> gone(turn, view, state, node, edits));
    }
    return edits.build();
  }

  private static void gone(
      Turn turn, View view, Element state, NodeName node, ImmutableList.Builder<CibEdit> edits) {
    Cib cib = turn.state().daemons().cib();
    if (turn.state().presence().isFenced(node) && !view.nodes().contains(node)) {
      edits.addAll(NodeStates.fenced(state.id(), node));
      turn.emit(new ControllerEffect.PurgeAttributes(node));
      return;
    }
    boolean unreachable = !view.nodes().contains(node) || NodeStates.isExpectedDown(cib, node);
    if (!unreachable && !turn.state().presence().givenUp().contains(node)) {
      return;
    }
    edits.add(
        unreachable
            ? NodeStates.lost(state.id(), node)
            : NodeStates.withoutController(state.id(), node));
    // One that was about to leave has said so by an attribute. Nobody knows whether it still would
    // have done what it takes to leave in order, so the word does not count any more.
    edits.add(NodeStates.forgetAttributes(state.id()));
    if (NodeStates.isOnline(state)) {
      turn.emit(new ControllerEffect.PurgeAttributes(node));
    }
  }

  /** The members' states are in the CIB. */
  static void settled(Turn turn) {
    Optional<Coordination> dc =
        turn.state()
            .coordination()
            .filter(coordination -> coordination.stage() == Coordination.Stage.SETTLING);
    if (dc.isPresent()) {
      turn.set(turn.state().with(dc.get().at(Coordination.Stage.IDLE)));
      FailureCounting.catchUp(turn);
    }
  }

  /** Controllers that are being restarted have had their time before scheduling. */
  static void released(Turn turn) {
    Optional<Coordination> dc = turn.state().coordination().filter(Coordination::held);
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.TIMER_OVER);
      return;
    }
    turn.set(turn.state().with(dc.get().released()));
  }

  /** A node's controller did not come back in time: the node has to be fenced. */
  static void giveUp(Turn turn, NodeName node) {
    Presence presence = turn.state().presence();
    if (!presence.awaited().contains(node)) {
      turn.refuse(ControllerRefusal.TIMER_OVER);
      return;
    }
    turn.set(turn.state().with(presence.givingUp(node)));
    if (turn.state().coordination().isPresent()) {
      String id = NodeIds.of(turn, node);
      Proposing.want(
          turn,
          Purpose.UPKEEP,
          ImmutableList.of(
              NodeStates.withoutController(id, node), NodeStates.forgetAttributes(id)));
      Scheduling.want(turn, "the controller of " + node + " did not come back");
    }
  }
}
