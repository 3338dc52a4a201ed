package io.systole.cluster.ring;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.ring.RingGroupEffect.Multicast;
import io.systole.cluster.ring.RingGroupEffect.TellDisconnected;
import io.systole.cluster.ring.RingGroupEvent.AnswerOverdue;
import io.systole.cluster.ring.RingGroupEvent.MembersChanged;
import io.systole.cluster.ring.RingGroupEvent.QuorumHeard;
import io.systole.cluster.ring.RingGroupEvent.Received;
import io.systole.cluster.ring.RingGroupEvent.RingChanged;
import io.systole.cluster.ring.RingGroupEvent.SendRequested;
import io.systole.cluster.ring.RingGroupState.Standing.Asking;
import io.systole.cluster.ring.RingGroupState.Standing.Outside;
import io.systole.cluster.ring.RingGroupState.Standing.Settled;
import io.systole.kernel.Machine;
import io.systole.kernel.Step;
import io.systole.xml.Element;

/**
 * Views of one process group, computed alike by all its processes.
 *
 * <p>The engine tells of a group's processes and of rings in one order with the messages, but of
 * the quorum by another way, to each node at another time. So each process <em>claims</em> to the
 * group what its node says of the quorum. The first claim heard in a ring completes the ring's
 * first view; no process waits for any other, and one that is stopped holds nobody up. If claims
 * differ, the more careful one holds.
 *
 * <p>A view's number is the ring's sequence times {@link RingViews#VIEWS_A_RING} plus a count of
 * changes. With a new ring all count from zero. A process that comes while a ring lasts asks for
 * the count, and applies to the answer what it heard since its question; with that it is a member,
 * and not before, so that it hears all that is said in its first view. One that is alone counts
 * from the time of day, so that its numbers are greater than those of whoever was there before it.
 *
 * <p>A word counts in the ring it was said in, or not at all: a sender that has not heard its own
 * word when the next ring's first view comes knows that nobody will hear it from now on.
 *
 * <p>A node that went and came back within one change of rings is told to be gone first.
 */
public final class RingGroup implements Machine<RingGroupState, RingGroupEvent, RingGroupEffect> {

  /** How many messages may wait for a view. */
  public static final int MAX_WAITING = 10_000;

  @Override
  public Step<RingGroupState, RingGroupEffect> step(RingGroupState state, RingGroupEvent event) {
    return switch (event) {
      case SendRequested(Element payload) -> sendRequested(state, payload);
      case QuorumHeard heard -> Agreement.claim(state.draft().own(heard).build());
      case AnswerOverdue(long base) -> Newcomer.answerOverdue(state, base);
      case MembersChanged _, RingChanged _, Received _ -> ordered(state, event);
    };
  }

  private static Step<RingGroupState, RingGroupEffect> ordered(
      RingGroupState state, RingGroupEvent event) {
    return switch (state.standing()) {
      case Outside _ -> Newcomer.outside(state, event);
      case Asking asking -> Newcomer.asking(state, asking, event);
      case Settled settled -> Agreement.happened(state, settled.knowledge(), event);
    };
  }

  private static Step<RingGroupState, RingGroupEffect> sendRequested(
      RingGroupState state, Element payload) {
    if (state.isInView()) {
      return Step.to(state, new Multicast(new RingWord.Said(state.ringId(), payload)));
    }
    if (state.waiting().size() >= MAX_WAITING) {
      // A message that is not sent would be a hole among its sender's.
      return Step.to(
          state.draft().waiting(ImmutableList.of()).build(),
          new TellDisconnected("more than " + MAX_WAITING + " messages wait for a view"));
    }
    return Step.to(
        state
            .draft()
            .waiting(
                ImmutableList.<Element>builderWithExpectedSize(state.waiting().size() + 1)
                    .addAll(state.waiting())
                    .add(payload)
                    .build())
            .build());
  }
}
