package io.systole.cluster.group;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;

/**
 * What a node knows of the groups.
 *
 * @param self this node
 * @param incarnation of this node's engine, different after each restart
 * @param quorum what this node knows of the quorum
 * @param local the groups that processes of this node are in, or are about to enter, with the
 *     serials of their joins
 * @param nextSerial greater than every serial used
 * @param phase how far the present view has come
 * @param incarnations of the nodes, as of the last view that was completed
 * @param members who is in which group, as of the last change in agreed order
 * @param waiting what processes of this node want to send once the view is complete
 */
public record GroupsState(
    NodeName self,
    long incarnation,
    QuorumClaim quorum,
    ImmutableSortedMap<String, Long> local,
    long nextSerial,
    Phase phase,
    ImmutableSortedMap<NodeName, Long> incarnations,
    ImmutableSortedMap<String, ImmutableSortedMap<NodeName, Membership>> members,
    ImmutableList<GroupMessage> waiting) {

  /** How far a node's view has come. */
  public sealed interface Phase {

    /** No view was ever told. */
    record Starting() implements Phase {}

    /**
     * The nodes of a view tell each other their groups.
     *
     * @param announced what has come so far
     */
    record Transferring(
        NodeView view, ImmutableSortedMap<NodeName, GroupMessage.Announced> announced)
        implements Phase {}

    /**
     * All nodes of the view know the same.
     *
     * @param changes how many group views this node view has seen, the first being 1
     */
    record Agreed(NodeView view, int changes) implements Phase {}

    /** The engine is gone. */
    record Lost() implements Phase {}
  }

  /** The state of a node that starts. */
  public static GroupsState initial(NodeName self, long incarnation, QuorumPolicy policy) {
    return new GroupsState(
        self,
        incarnation,
        policy.claim(),
        ImmutableSortedMap.of(),
        1,
        new Phase.Starting(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of());
  }

  /** The members of a group by node. */
  public ImmutableSortedMap<NodeName, Membership> members(String group) {
    return members.getOrDefault(group, ImmutableSortedMap.of());
  }

  /** Whether the process of this node is known to all as a member. */
  boolean isIn(String group) {
    Long serial = local.get(group);
    return serial != null && new Membership(incarnation, serial).equals(members(group).get(self));
  }

  GroupMessage.Announced announcement() {
    return new GroupMessage.Announced(incarnation, quorum, local);
  }

  /** The number of the {@code change}th group view of a node view. */
  static ViewId groupView(NodeView view, int change) {
    return new ViewId(view.id().number() * Groups.MAX_CHANGES_A_VIEW + change, view.id().creator());
  }

  GroupsState withPhase(Phase newPhase) {
    return new GroupsState(
        self, incarnation, quorum, local, nextSerial, newPhase, incarnations, members, waiting);
  }

  GroupsState withLocal(ImmutableSortedMap<String, Long> newLocal, long newNextSerial) {
    return new GroupsState(
        self, incarnation, quorum, newLocal, newNextSerial, phase, incarnations, members, waiting);
  }

  GroupsState withMembers(
      ImmutableSortedMap<String, ImmutableSortedMap<NodeName, Membership>> newMembers) {
    return new GroupsState(
        self, incarnation, quorum, local, nextSerial, phase, incarnations, newMembers, waiting);
  }

  GroupsState withWaiting(ImmutableList<GroupMessage> newWaiting) {
    return new GroupsState(
        self, incarnation, quorum, local, nextSerial, phase, incarnations, members, newWaiting);
  }

  GroupsState completed(
      QuorumClaim newQuorum,
      ImmutableSortedMap<NodeName, Long> newIncarnations,
      ImmutableSortedMap<String, ImmutableSortedMap<NodeName, Membership>> newMembers) {
    return new GroupsState(
        self,
        incarnation,
        newQuorum,
        local,
        nextSerial,
        phase,
        newIncarnations,
        newMembers,
        waiting);
  }
}
