package io.systole.cluster.group;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.GroupMessage.Announced;
import io.systole.cluster.group.GroupMessage.Joined;
import io.systole.cluster.group.GroupMessage.Left;
import io.systole.cluster.group.GroupMessage.Said;
import io.systole.cluster.group.GroupsEffect.Deliver;
import io.systole.cluster.group.GroupsEffect.Multicast;
import io.systole.cluster.group.GroupsEffect.TellDisconnected;
import io.systole.cluster.group.GroupsEffect.TellView;
import io.systole.cluster.group.GroupsEvent.EngineLost;
import io.systole.cluster.group.GroupsEvent.JoinRequested;
import io.systole.cluster.group.GroupsEvent.LeaveRequested;
import io.systole.cluster.group.GroupsEvent.NodesChanged;
import io.systole.cluster.group.GroupsEvent.Received;
import io.systole.cluster.group.GroupsEvent.SendRequested;
import io.systole.cluster.group.GroupsEvent.TransferOverdue;
import io.systole.cluster.group.GroupsState.Phase;
import io.systole.cluster.group.GroupsState.Phase.Agreed;
import io.systole.cluster.group.GroupsState.Phase.Lost;
import io.systole.cluster.group.GroupsState.Phase.Starting;
import io.systole.cluster.group.GroupsState.Phase.Transferring;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Process groups, computed alike on every node from the agreed order of messages among the nodes.
 *
 * <p><b>State transfer.</b> A new node view begins with an announcement of every node: its
 * incarnation, what it knows of the quorum, and the groups of its processes. Until all have come
 * nothing is delivered and what processes send waits. With the last of them, which is the same
 * message everywhere because the order is agreed, all nodes hold the same members, and each tells
 * its processes the first group view of this node view. From then on each join and leave, in agreed
 * order, makes one more view of its group. A group view's number is the node view's times {@link
 * #MAX_CHANGES_A_VIEW} plus a count, so it grows, and its creator is the node view's.
 *
 * <p><b>Messages count in the view in which they were sent.</b> A message is delivered in the node
 * view of its sender's multicast or not at all. Thus a sender that has not heard its own message
 * when the next node view's first group view comes knows that nobody in that view will hear it any
 * more; only a node that has been left behind in the old view, paused perhaps, may still. An engine
 * gives a view before the messages of that view; what comes after the view's end is refused.
 *
 * <p>What the processes may rely on stands in {@code spec/messaging/Messaging.tla}, and this
 * machine is that of {@code spec/messaging/MessagingNode.tla}.
 *
 * <p><b>Restarts.</b> A node or process that went and came back between two views is told to be
 * gone first: a view without it, whose creator is this node and count 0, comes before the view with
 * it. Its node does not count for the quorum of that view either.
 */
public final class Groups implements Machine<GroupsState, GroupsEvent, GroupsEffect> {

  /** How many group views one node view may see. */
  public static final int MAX_CHANGES_A_VIEW = 1_000_000;

  /** How many groups a node may be in. */
  public static final int MAX_GROUPS = 64;

  /** How many messages of processes may wait for a view to be complete. */
  public static final int MAX_WAITING = 10_000;

  @Override
  public Step<GroupsState, GroupsEffect> step(GroupsState state, GroupsEvent event) {
    if (state.phase() instanceof Lost) {
      return Step.refuse(state, GroupsRefusal.LOST);
    }
    return switch (event) {
      case NodesChanged changed -> nodesChanged(state, changed.view());
      case Received received -> received(state, received.sender(), received.message());
      case JoinRequested join -> joinRequested(state, join.group());
      case LeaveRequested leave -> leaveRequested(state, leave.group());
      case SendRequested send -> sendRequested(state, send.group(), send.payload());
      case TransferOverdue _ -> transferOverdue(state);
      case EngineLost lost -> engineLost(state, lost.reason());
    };
  }

  /** Spec: Messaging!NodesChanged. */
  private static Step<GroupsState, GroupsEffect> nodesChanged(GroupsState state, NodeView view) {
    if (!view.nodes().contains(state.self())) {
      return Step.refuse(state, GroupsRefusal.NOT_OUR_VIEW);
    }
    NodeView before = present(state.phase());
    if (before != null && view.id().number() <= before.id().number()) {
      return Step.refuse(state, GroupsRefusal.OLD_VIEW);
    }
    GroupsState entered =
        state
            .withWaiting(stillSent(state))
            .withPhase(new Transferring(view, ImmutableSortedMap.of()));
    return Step.to(entered, new Multicast(new NodeMessage(view.id(), state.announcement())));
  }

  /** What still has to be sent in a new view, whose announcement tells the joins and leaves. */
  private static ImmutableList<GroupMessage> stillSent(GroupsState state) {
    return state.waiting().stream()
        .filter(message ->
            message instanceof Said said
                && Long.valueOf(said.serial()).equals(state.local().get(said.group())))
        .collect(ImmutableList.toImmutableList());
  }

  /** Spec: Messaging!Received. */
  private static Step<GroupsState, GroupsEffect> received(
      GroupsState state, NodeName sender, NodeMessage message) {
    NodeView view = present(state.phase());
    if (view == null || !message.view().equals(view.id())) {
      return Step.refuse(state, GroupsRefusal.OTHER_VIEW);
    }
    if (!view.nodes().contains(sender)) {
      return Step.refuse(state, GroupsRefusal.UNKNOWN_SENDER);
    }
    return switch (state.phase()) {
      case Transferring transferring -> duringTransfer(state, transferring, sender, message.body());
      case Agreed agreed -> inAgreement(state, agreed, sender, message.body());
      case Starting _, Lost _ -> Step.refuse(state, GroupsRefusal.OTHER_VIEW);
    };
  }

  private static Step<GroupsState, GroupsEffect> duringTransfer(
      GroupsState state, Transferring transferring, NodeName sender, GroupMessage message) {
    if (!(message instanceof Announced announcement)) {
      return Step.refuse(state, GroupsRefusal.TOO_EARLY);
    }
    if (transferring.announced().containsKey(sender)) {
      return Step.refuse(state, GroupsRefusal.ANNOUNCED_ALREADY);
    }
    var announced = with(transferring.announced(), sender, announcement);
    NodeView view = transferring.view();
    if (announced.size() < view.nodes().size()) {
      return Step.to(state.withPhase(new Transferring(view, announced)));
    }
    return Transfer.complete(state, view, announced);
  }

  private static Step<GroupsState, GroupsEffect> inAgreement(
      GroupsState state, Agreed agreed, NodeName sender, GroupMessage message) {
    return switch (message) {
      case Announced _ -> Step.refuse(state, GroupsRefusal.ANNOUNCED_ALREADY);
      case Joined joined -> joined(state, agreed, sender, joined);
      case Left left -> left(state, agreed, sender, left);
      case Said said -> said(state, sender, said);
    };
  }

  private static Step<GroupsState, GroupsEffect> joined(
      GroupsState state, Agreed agreed, NodeName sender, Joined joined) {
    Membership membership = new Membership(incarnation(state, sender), joined.serial());
    var group = with(state.members(joined.group()), sender, membership);
    return changed(state, agreed, joined.group(), group);
  }

  private static Step<GroupsState, GroupsEffect> left(
      GroupsState state, Agreed agreed, NodeName sender, Left left) {
    Membership membership = new Membership(incarnation(state, sender), left.serial());
    if (!membership.equals(state.members(left.group()).get(sender))) {
      return Step.refuse(state, GroupsRefusal.SENDER_NOT_IN_GROUP);
    }
    var group = without(state.members(left.group()), sender);
    return changed(state, agreed, left.group(), group);
  }

  private static Step<GroupsState, GroupsEffect> changed(
      GroupsState state,
      Agreed agreed,
      String group,
      ImmutableSortedMap<NodeName, Membership> members) {
    Agreed next = new Agreed(agreed.view(), agreed.changes() + 1);
    var all =
        members.isEmpty() ? without(state.members(), group) : with(state.members(), group, members);
    GroupsState after = state.withMembers(all).withPhase(next);
    return after.isIn(group)
        ? Step.to(after, new TellView(group, view(after, next, group)))
        : Step.to(after);
  }

  /** The present view of a group. */
  static View view(GroupsState state, Agreed agreed, String group) {
    ImmutableSortedSet<NodeName> nodes = agreed.view().nodes();
    return new View(
        GroupsState.groupView(agreed.view(), agreed.changes()),
        nodes,
        ImmutableSortedSet.copyOf(state.members(group).keySet()),
        state.quorum().quorum(),
        state.quorum().quorate(nodes.size()));
  }

  private static Step<GroupsState, GroupsEffect> said(
      GroupsState state, NodeName sender, Said said) {
    Membership membership = new Membership(incarnation(state, sender), said.serial());
    if (!membership.equals(state.members(said.group()).get(sender))) {
      return Step.refuse(state, GroupsRefusal.SENDER_NOT_IN_GROUP);
    }
    return state.isIn(said.group())
        ? Step.to(state, new Deliver(said.group(), sender, said.payload()))
        : Step.to(state);
  }

  /** Spec: Messaging!JoinRequested. */
  private static Step<GroupsState, GroupsEffect> joinRequested(GroupsState state, String group) {
    if (state.local().containsKey(group)) {
      return Step.refuse(state, GroupsRefusal.ALREADY_JOINED);
    }
    if (state.local().size() >= MAX_GROUPS) {
      return Step.refuse(state, GroupsRefusal.TOO_MANY_GROUPS);
    }
    long serial = state.nextSerial();
    GroupsState after = state.withLocal(with(state.local(), group, serial), serial + 1);
    return send(after, new Joined(group, serial));
  }

  /** Spec: Messaging!LeaveRequested. */
  private static Step<GroupsState, GroupsEffect> leaveRequested(GroupsState state, String group) {
    Long serial = state.local().get(group);
    if (serial == null) {
      return Step.refuse(state, GroupsRefusal.NOT_JOINED);
    }
    GroupsState after = state.withLocal(without(state.local(), group), state.nextSerial());
    return send(after, new Left(group, serial));
  }

  /** Spec: Messaging!SendRequested. */
  private static Step<GroupsState, GroupsEffect> sendRequested(
      GroupsState state, String group, Element payload) {
    Long serial = state.local().get(group);
    if (serial == null) {
      return Step.refuse(state, GroupsRefusal.NOT_JOINED);
    }
    if (state.waiting().size() >= MAX_WAITING) {
      return endOf(state, group, "more than " + MAX_WAITING + " messages wait for a view");
    }
    return send(state, new Said(group, serial, payload));
  }

  /** A message that is not sent would be a hole among its sender's: its membership ends instead. */
  private static Step<GroupsState, GroupsEffect> endOf(
      GroupsState state, String group, String reason) {
    Step<GroupsState, GroupsEffect> left = leaveRequested(state, group);
    return Step.to(
        left.state(),
        ImmutableList.<GroupsEffect>builder()
            .addAll(left.effects())
            .add(new TellDisconnected(group, reason))
            .build());
  }

  private static Step<GroupsState, GroupsEffect> send(GroupsState state, GroupMessage message) {
    return switch (state.phase()) {
      case Agreed agreed ->
          Step.to(state, new Multicast(new NodeMessage(agreed.view().id(), message)));
      case Starting _, Transferring _ ->
          Step.to(
              state.withWaiting(
                  ImmutableList.<GroupMessage>builderWithExpectedSize(state.waiting().size() + 1)
                      .addAll(state.waiting())
                      .add(message)
                      .build()));
      case Lost _ -> Step.refuse(state, GroupsRefusal.LOST);
    };
  }

  /** Spec: Messaging!TransferOverdue. */
  private static Step<GroupsState, GroupsEffect> transferOverdue(GroupsState state) {
    if (!(state.phase() instanceof Transferring transferring)) {
      return Step.refuse(state, GroupsRefusal.NOT_TRANSFERRING);
    }
    ViewId view = transferring.view().id();
    return Step.to(state, new Multicast(new NodeMessage(view, state.announcement())));
  }

  /** Spec: Messaging!EngineLost. */
  private static Step<GroupsState, GroupsEffect> engineLost(GroupsState state, String reason) {
    ImmutableList<GroupsEffect> told =
        state.local().keySet().stream()
            .map(group -> (GroupsEffect) new TellDisconnected(group, reason))
            .collect(ImmutableList.toImmutableList());
    GroupsState lost =
        state
            .withLocal(ImmutableSortedMap.of(), state.nextSerial())
            .withWaiting(ImmutableList.of())
            .withPhase(new Lost());
    return Step.to(lost, told);
  }

  private static @Nullable NodeView present(Phase phase) {
    return switch (phase) {
      case Starting _, Lost _ -> null;
      case Transferring transferring -> transferring.view();
      case Agreed agreed -> agreed.view();
    };
  }

  private static long incarnation(GroupsState state, NodeName node) {
    Long incarnation = state.incarnations().get(node);
    if (incarnation == null) {
      throw new IllegalStateException("no incarnation of " + node + " in a view that holds it");
    }
    return incarnation;
  }

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> with(
      ImmutableSortedMap<K, V> map, K key, V value) {
    TreeMap<K, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return ImmutableSortedMap.copyOfSorted(copy);
  }

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> without(
      ImmutableSortedMap<K, V> map, K key) {
    TreeMap<K, V> copy = new TreeMap<>(map);
    copy.remove(key);
    return ImmutableSortedMap.copyOfSorted(copy);
  }
}
