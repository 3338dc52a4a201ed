package io.systole.cluster.ring;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/**
 * What {@link RingGroup} hears, all but the local ones in the order that is the same everywhere.
 */
public sealed interface RingGroupEvent {

  /**
   * A process came or went.
   *
   * @param members all that are in the group now
   * @param down the nodes that went and took their processes along
   * @param turning whether a new ring is the cause; it is told next
   */
  record MembersChanged(
      ImmutableSortedSet<GroupProcess> members, ImmutableSortedSet<NodeName> down, boolean turning)
      implements RingGroupEvent {}

  /** There is a new ring; or, first of all, this is the present one. */
  record RingChanged(Ring ring) implements RingGroupEvent {}

  /** A word of a member, this process included. */
  record Received(GroupProcess sender, RingWord word) implements RingGroupEvent {}

  /** This node's own engine says how things stand with the quorum. */
  record QuorumHeard(RingId ring, QuorumState quorum) implements RingGroupEvent {}

  /** The user of the group wants to say something. */
  record SendRequested(Element payload) implements RingGroupEvent {}

  /**
   * Nobody has answered for long.
   *
   * @param base the time of day, as in {@link RingGroupState#base}
   */
  record AnswerOverdue(long base) implements RingGroupEvent {}
}
