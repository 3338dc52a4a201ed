package io.systole.cluster.ring;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ring.RingGroupEffect.Multicast;
import io.systole.cluster.ring.RingGroupEvent.AnswerOverdue;
import io.systole.cluster.ring.RingGroupEvent.MembersChanged;
import io.systole.cluster.ring.RingGroupEvent.QuorumHeard;
import io.systole.cluster.ring.RingGroupEvent.Received;
import io.systole.cluster.ring.RingGroupEvent.RingChanged;
import io.systole.cluster.ring.RingGroupEvent.SendRequested;
import io.systole.cluster.ring.RingGroupState.Standing.Asking;
import io.systole.cluster.ring.RingWord.Claim;
import io.systole.cluster.ring.RingWord.Hello;
import io.systole.cluster.ring.RingWord.Knowledge;
import io.systole.cluster.ring.RingWord.Said;
import io.systole.cluster.ring.RingWord.Status;
import io.systole.kernel.Step;
import java.util.TreeSet;

/**
 * What a process does that came while a ring lasts, until it knows what the others know.
 *
 * <p>If all that were there leave before they answer, nobody knows, and those that have asked see
 * it: they hear each other's questions and no answer. After a while the least of them answers
 * itself, and counts from that time on.
 */
final class Newcomer {

  /** How much may be heard before the answer comes; with more the question is put again. */
  private static final int MAX_SINCE = 100_000;

  private Newcomer() {}

  /** The engine tells of the present ring before or after it lets the process in. */
  static Step<RingGroupState, RingGroupEffect> outside(RingGroupState state, RingGroupEvent event) {
    return switch (event) {
      case RingChanged changed -> Step.to(state.draft().ring(changed.ring()).build());
      case MembersChanged changed when changed.members().contains(state.self()) ->
          letIn(state, changed.members());
      default -> Step.refuse(state, RingGroupRefusal.OUTSIDE);
    };
  }

  private static Step<RingGroupState, RingGroupEffect> letIn(
      RingGroupState state, ImmutableSortedSet<GroupProcess> members) {
    RingGroupState.Draft inside = state.draft().members(members);
    if (members.size() == 1) {
      return Agreement.claim(inside.settled(Knowledge.startingAt(state.base(), members)).build());
    }
    Asking asking = new Asking(false, ImmutableList.of(), ImmutableSortedSet.of());
    RingGroupState waiting = inside.standing(asking).build();
    return state.ring().isPresent() ? ask(waiting, asking) : Step.to(waiting);
  }

  static Step<RingGroupState, RingGroupEffect> answerOverdue(RingGroupState state, long base) {
    if (!(state.standing() instanceof Asking asking) || state.ring().isEmpty()) {
      return Step.refuse(state, RingGroupRefusal.NOT_ASKING);
    }
    return mustFind(state, asking)
        ? Step.to(
            state,
            new Multicast(
                new Status(
                    state.ringId(),
                    state.self(),
                    state.nonce(),
                    Knowledge.startingAt(base, ImmutableSortedSet.of(state.self())))))
        : ask(state, asking);
  }

  static Step<RingGroupState, RingGroupEffect> asking(
      RingGroupState state, Asking asking, RingGroupEvent event) {
    return switch (event) {
      case MembersChanged changed -> membersChanged(state, asking, changed);
      case RingChanged changed -> ringChanged(state, asking, changed.ring());
      case Received received -> received(state, asking, received);
      case QuorumHeard _, SendRequested _, AnswerOverdue _ ->
          throw new IllegalArgumentException(event + " has no place in the order");
    };
  }

  /** Puts the question, once more if need be; what was heard until now is in the answer. */
  private static Step<RingGroupState, RingGroupEffect> ask(RingGroupState state, Asking asking) {
    RingGroupState next =
        state
            .draft()
            .members(members(state, asking))
            .nonce(state.nonce() + 1)
            .standing(new Asking(false, ImmutableList.of(), asking.asking()))
            .build();
    return Step.to(next, new Multicast(new Hello(state.ringId(), next.nonce())));
  }

  private static Step<RingGroupState, RingGroupEffect> membersChanged(
      RingGroupState state, Asking asking, MembersChanged changed) {
    TreeSet<GroupProcess> others = new TreeSet<>(asking.asking());
    others.retainAll(changed.members());
    Asking next =
        new Asking(asking.heard(), asking.since(), ImmutableSortedSet.copyOfSorted(others));
    if (asking.heard()) {
      return Step.to(remember(state, next, changed));
    }
    return Step.to(
        state
            .draft()
            .members(changed.members())
            .turning(state.turning() || changed.turning())
            .standing(next)
            .build());
  }

  private static Step<RingGroupState, RingGroupEffect> ringChanged(
      RingGroupState state, Asking asking, Ring ring) {
    if (state.ring().isEmpty()) {
      return ask(state.draft().ring(ring).build(), asking);
    }
    if (ring.equals(state.ring().get())) {
      return Step.refuse(state, RingGroupRefusal.NOTHING_NEW);
    }
    return Agreement.enter(state.draft().members(members(state, asking)).build(), ring);
  }

  private static Step<RingGroupState, RingGroupEffect> received(
      RingGroupState state, Asking asking, Received received) {
    if (state.ring().filter(ring -> ring.id().equals(received.word().ring())).isEmpty()) {
      return Step.refuse(state, RingGroupRefusal.OTHER_RING);
    }
    return switch (received.word()) {
      case Hello hello -> hello(state, asking, received, hello);
      case Status status -> status(state, asking, status);
      case Claim _, Said _ ->
          asking.heard()
              ? Step.to(remember(state, asking, received))
              : Step.refuse(state, RingGroupRefusal.UNSETTLED);
    };
  }

  private static Step<RingGroupState, RingGroupEffect> hello(
      RingGroupState state, Asking asking, Received received, Hello hello) {
    GroupProcess sender = received.sender();
    if (!sender.equals(state.self())) {
      Asking next = new Asking(asking.heard(), asking.since(), with(asking.asking(), sender));
      return asking.heard()
          ? Step.to(remember(state, next, received))
          : Step.to(state.draft().standing(next).build());
    }
    if (hello.nonce() != state.nonce()) {
      return Step.refuse(state, RingGroupRefusal.NOT_FOR_US);
    }
    return Step.to(
        state.draft().standing(new Asking(true, ImmutableList.of(), asking.asking())).build());
  }

  private static Step<RingGroupState, RingGroupEffect> status(
      RingGroupState state, Asking asking, Status status) {
    if (!status.to().equals(state.self())) {
      TreeSet<GroupProcess> others = new TreeSet<>(asking.asking());
      others.remove(status.to());
      return Step.to(
          state
              .draft()
              .standing(
                  new Asking(
                      asking.heard(), asking.since(), ImmutableSortedSet.copyOfSorted(others)))
              .build());
    }
    if (!asking.heard() || status.nonce() != state.nonce()) {
      return Step.refuse(state, RingGroupRefusal.NOT_FOR_US);
    }
    return Agreement.install(state, status.knowledge(), asking.since());
  }

  private static RingGroupState remember(
      RingGroupState state, Asking asking, RingGroupEvent event) {
    if (asking.since().size() >= MAX_SINCE) {
      // Too long without an answer: what is forgotten here makes this question worthless.
      return state
          .draft()
          .members(members(state, asking))
          .nonce(state.nonce() + 1)
          .standing(new Asking(false, ImmutableList.of(), asking.asking()))
          .build();
    }
    ImmutableList<RingGroupEvent> since =
        ImmutableList.<RingGroupEvent>builderWithExpectedSize(asking.since().size() + 1)
            .addAll(asking.since())
            .add(event)
            .build();
    return state.draft().standing(new Asking(asking.heard(), since, asking.asking())).build();
  }

  /** Whether nobody knows more than this process, and it is the one to go ahead. */
  private static boolean mustFind(RingGroupState state, Asking asking) {
    ImmutableSortedSet<GroupProcess> members = members(state, asking);
    return asking.heard()
        && with(asking.asking(), state.self()).containsAll(members)
        && members.first().equals(state.self());
  }

  /** The members as of the last event. */
  private static ImmutableSortedSet<GroupProcess> members(RingGroupState state, Asking asking) {
    return asking.since().stream()
        .filter(MembersChanged.class::isInstance)
        .map(event -> ((MembersChanged) event).members())
        .reduce((_, later) -> later)
        .orElse(state.members());
  }

  private static ImmutableSortedSet<GroupProcess> with(
      ImmutableSortedSet<GroupProcess> set, GroupProcess process) {
    return ImmutableSortedSet.<GroupProcess>naturalOrder().addAll(set).add(process).build();
  }
}
