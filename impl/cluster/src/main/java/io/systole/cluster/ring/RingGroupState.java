package io.systole.cluster.ring;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ring.RingWord.Knowledge;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * What a process knows of its group.
 *
 * @param self this process
 * @param base from where a process counts that is the first of a ring's life to be in the group
 * @param nonce greater than that of any question asked
 * @param standing whether this process knows what all know
 * @param ring the present one
 * @param turning whether processes went with a ring whose successor is not known yet
 * @param members as the engine tells
 * @param down nodes that went since the last view
 * @param own what this node's engine said of the quorum
 * @param claimed what this process told the others of it in this ring
 * @param told the last view
 * @param waiting what is to be said once there is a view of this ring
 */
public record RingGroupState(
    GroupProcess self,
    long base,
    long nonce,
    Standing standing,
    Optional<Ring> ring,
    boolean turning,
    ImmutableSortedSet<GroupProcess> members,
    ImmutableSortedSet<NodeName> down,
    Optional<RingGroupEvent.QuorumHeard> own,
    Optional<QuorumState> claimed,
    Optional<View> told,
    ImmutableList<Element> waiting) {

  /** What a process knows of what was agreed before it came. */
  public sealed interface Standing {

    /** The engine has not let it in. */
    record Outside() implements Standing {}

    /**
     * It has asked what it missed.
     *
     * @param heard whether its own question was heard; what comes after waits for the answer
     * @param since what came after
     * @param asking the others that have asked and were not answered
     */
    record Asking(
        boolean heard, ImmutableList<RingGroupEvent> since, ImmutableSortedSet<GroupProcess> asking)
        implements Standing {}

    /** It knows what all know. */
    record Settled(Knowledge knowledge) implements Standing {}
  }

  /**
   * Before the engine lets the process in.
   *
   * @param base greater than what a former process of the group can have counted to: hundredths of
   *     a second do
   * @param nonce that no former process of this id asked with
   */
  public static RingGroupState initial(GroupProcess self, long base, long nonce) {
    return new RingGroupState(
        self,
        base,
        nonce,
        new Standing.Outside(),
        Optional.empty(),
        false,
        ImmutableSortedSet.of(),
        ImmutableSortedSet.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ImmutableList.of());
  }

  /** Whether a view of the present ring was told, so that what is said now counts in it. */
  public boolean isInView() {
    return !turning
        && told.isPresent()
        && ring.isPresent()
        && RingViews.isOf(told.get().id(), ring.get().id());
  }

  /** The present ring's name, which is known to whoever is in the group. */
  RingId ringId() {
    return ring.map(Ring::id)
        .orElseThrow(() -> new IllegalStateException(self + " has not been told its ring"));
  }

  Draft draft() {
    return new Draft(this);
  }

  /** A state in the making; every field that is not set stays as it is. */
  static final class Draft {

    private final RingGroupState from;
    private long nonce;
    private Standing standing;
    private Optional<Ring> ring;
    private boolean turning;
    private ImmutableSortedSet<GroupProcess> members;
    private ImmutableSortedSet<NodeName> down;
    private Optional<RingGroupEvent.QuorumHeard> own;
    private Optional<QuorumState> claimed;
    private Optional<View> told;
    private ImmutableList<Element> waiting;

    private Draft(RingGroupState from) {
      this.from = from;
      this.nonce = from.nonce;
      this.standing = from.standing;
      this.ring = from.ring;
      this.turning = from.turning;
      this.members = from.members;
      this.down = from.down;
      this.own = from.own;
      this.claimed = from.claimed;
      this.told = from.told;
      this.waiting = from.waiting;
    }

    Draft nonce(long next) {
      this.nonce = next;
      return this;
    }

    Draft standing(Standing next) {
      this.standing = next;
      return this;
    }

    Draft settled(Knowledge knowledge) {
      return standing(new Standing.Settled(knowledge));
    }

    Draft ring(Ring next) {
      this.ring = Optional.of(next);
      return this;
    }

    Draft turning(boolean next) {
      this.turning = next;
      return this;
    }

    Draft members(ImmutableSortedSet<GroupProcess> next) {
      this.members = next;
      return this;
    }

    Draft down(ImmutableSortedSet<NodeName> next) {
      this.down = next;
      return this;
    }

    Draft own(RingGroupEvent.QuorumHeard next) {
      this.own = Optional.of(next);
      return this;
    }

    Draft claimed(Optional<QuorumState> next) {
      this.claimed = next;
      return this;
    }

    Draft told(View next) {
      this.told = Optional.of(next);
      return this;
    }

    Draft waiting(ImmutableList<Element> next) {
      this.waiting = next;
      return this;
    }

    RingGroupState build() {
      return new RingGroupState(
          from.self, from.base, nonce, standing, ring, turning, members, down, own, claimed, told,
          waiting);
    }
  }
}
