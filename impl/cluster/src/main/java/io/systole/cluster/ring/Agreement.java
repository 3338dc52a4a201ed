package io.systole.cluster.ring;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.cluster.ring.RingGroupEffect.Deliver;
import io.systole.cluster.ring.RingGroupEffect.Multicast;
import io.systole.cluster.ring.RingGroupEffect.TellView;
import io.systole.cluster.ring.RingGroupEvent.AnswerOverdue;
import io.systole.cluster.ring.RingGroupEvent.MembersChanged;
import io.systole.cluster.ring.RingGroupEvent.QuorumHeard;
import io.systole.cluster.ring.RingGroupEvent.Received;
import io.systole.cluster.ring.RingGroupEvent.RingChanged;
import io.systole.cluster.ring.RingGroupEvent.SendRequested;
import io.systole.cluster.ring.RingGroupState.Standing.Settled;
import io.systole.cluster.ring.RingWord.Claim;
import io.systole.cluster.ring.RingWord.Hello;
import io.systole.cluster.ring.RingWord.Knowledge;
import io.systole.cluster.ring.RingWord.Said;
import io.systole.cluster.ring.RingWord.Status;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a process does that knows all that the others know. */
final class Agreement {

  private Agreement() {}

  /** Something happened, in the order that is the same everywhere. */
  static Step<RingGroupState, RingGroupEffect> happened(
      RingGroupState state, Knowledge knowledge, RingGroupEvent event) {
    return switch (event) {
      case MembersChanged changed -> membersChanged(state, knowledge, changed);
      case RingChanged changed -> ringChanged(state, knowledge, changed.ring());
      case Received received -> received(state, knowledge, received);
      case QuorumHeard _, SendRequested _, AnswerOverdue _ ->
          throw new IllegalArgumentException(event + " has no place in the order");
    };
  }

  /** Tells the others what this node's engine says of the quorum, unless they know. */
  static Step<RingGroupState, RingGroupEffect> claim(RingGroupState state) {
    Optional<QuorumState> news =
        state
            .own()
            .filter(own -> state.ring().filter(ring -> ring.id().equals(own.ring())).isPresent())
            .map(QuorumHeard::quorum);
    boolean mayClaim = state.standing() instanceof Settled && !state.turning();
    if (!mayClaim || news.isEmpty() || news.equals(state.claimed())) {
      return Step.to(state);
    }
    return Step.to(
        state.draft().claimed(news).build(), new Multicast(new Claim(state.ringId(), news.get())));
  }

  /** Begins to take part in a ring of which nobody knows more than this process. */
  static Step<RingGroupState, RingGroupEffect> enter(RingGroupState state, Ring ring) {
    return claim(
        state
            .draft()
            .ring(ring)
            .turning(false)
            .claimed(Optional.empty())
            .settled(Knowledge.startingAt(0, state.members()))
            .build());
  }

  /** Begins to take part with what another process knew when this one asked. */
  static Step<RingGroupState, RingGroupEffect> install(
      RingGroupState state, Knowledge knowledge, ImmutableList<RingGroupEvent> since) {
    RingGroupState settled = state.draft().settled(knowledge).down(ImmutableSortedSet.of()).build();
    ImmutableList.Builder<RingGroupEffect> effects = ImmutableList.builder();
    RingGroupState now = settled;
    if (knowledge.agreed().isPresent() && state.ring().isPresent()) {
      View view =
          RingViews.of(
              state.ring().get(),
              knowledge.change(),
              knowledge.present(),
              knowledge.agreed().get());
      now = told(settled, view, effects);
    }
    for (RingGroupEvent event : since) {
      if (now.standing() instanceof Settled(Knowledge known)) {
        Step<RingGroupState, RingGroupEffect> step = happened(now, known, event);
        effects.addAll(step.effects());
        now = step.state();
      }
    }
    Step<RingGroupState, RingGroupEffect> claimed = claim(now);
    return Step.to(claimed.state(), effects.addAll(claimed.effects()).build());
  }

  private static Step<RingGroupState, RingGroupEffect> membersChanged(
      RingGroupState state, Knowledge knowledge, MembersChanged changed) {
    TreeMap<GroupProcess, QuorumState> claims = new TreeMap<>(knowledge.claims());
    claims.keySet().retainAll(changed.members());
    TreeSet<GroupProcess> present = new TreeSet<>(knowledge.present());
    present.retainAll(changed.members());
    return complete(
        state
            .draft()
            .members(changed.members())
            .down(union(state.down(), changed.down()))
            .turning(state.turning() || changed.turning())
            .settled(
                withClaims(knowledge.withPresent(ImmutableSortedSet.copyOfSorted(present)), claims))
            .build());
  }

  private static Step<RingGroupState, RingGroupEffect> ringChanged(
      RingGroupState state, Knowledge knowledge, Ring ring) {
    if (state.ring().isEmpty()) {
      // The ring that this process found: what it knows is of that one.
      return claim(state.draft().ring(ring).settled(knowledge).build());
    }
    if (ring.equals(state.ring().get())) {
      return Step.refuse(state, RingGroupRefusal.NOTHING_NEW);
    }
    return enter(state, ring);
  }

  private static Step<RingGroupState, RingGroupEffect> received(
      RingGroupState state, Knowledge knowledge, Received received) {
    GroupProcess sender = received.sender();
    boolean asks = received.word() instanceof Hello && state.members().contains(sender);
    if (!asks && !knowledge.present().contains(sender)) {
      return Step.refuse(state, RingGroupRefusal.UNKNOWN_SENDER);
    }
    if (state.ring().filter(ring -> ring.id().equals(received.word().ring())).isEmpty()) {
      return Step.refuse(state, RingGroupRefusal.OTHER_RING);
    }
    return switch (received.word()) {
      case Claim claim -> claimed(state, knowledge, sender, claim);
      case Hello hello -> hello(state, knowledge, sender, hello);
      case Status _ -> Step.refuse(state, RingGroupRefusal.NOT_FOR_US);
      case Said said ->
          state.isInView()
              ? Step.to(state, new Deliver(sender.node(), said.payload()))
              : Step.refuse(state, RingGroupRefusal.UNSETTLED);
    };
  }

  private static Step<RingGroupState, RingGroupEffect> claimed(
      RingGroupState state, Knowledge knowledge, GroupProcess sender, Claim claim) {
    TreeMap<GroupProcess, QuorumState> claims = new TreeMap<>(knowledge.claims());
    claims.put(sender, claim.quorum());
    return complete(state.draft().settled(withClaims(knowledge, claims)).build());
  }

  private static Step<RingGroupState, RingGroupEffect> hello(
      RingGroupState state, Knowledge knowledge, GroupProcess sender, Hello hello) {
    if (sender.equals(state.self())) {
      return Step.refuse(state, RingGroupRefusal.NOT_FOR_US);
    }
    // One that asks again has not heard what was said since it asked before, and so was gone.
    Step<RingGroupState, RingGroupEffect> gone = present(state, knowledge, sender, false);
    Step<RingGroupState, RingGroupEffect> back =
        present(gone.state(), known(gone.state()), sender, true);
    return Step.to(
        back.state(),
        ImmutableList.<RingGroupEffect>builder()
            .addAll(gone.effects())
            .addAll(back.effects())
            .add(
                new Multicast(new Status(hello.ring(), sender, hello.nonce(), known(back.state()))))
            .build());
  }

  private static Step<RingGroupState, RingGroupEffect> present(
      RingGroupState state, Knowledge knowledge, GroupProcess process, boolean isPresent) {
    TreeSet<GroupProcess> present = new TreeSet<>(knowledge.present());
    boolean changed = isPresent ? present.add(process) : present.remove(process);
    return changed
        ? complete(
            state
                .draft()
                .settled(knowledge.withPresent(ImmutableSortedSet.copyOfSorted(present)))
                .build())
        : Step.to(state);
  }

  private static Knowledge known(RingGroupState state) {
    if (state.standing() instanceof Settled(Knowledge knowledge)) {
      return knowledge;
    }
    throw new IllegalStateException(state.self() + " knows nothing of its group");
  }

  private static Knowledge withClaims(
      Knowledge knowledge, SortedMap<GroupProcess, QuorumState> claims) {
    Optional<QuorumState> agreed = claims.values().stream().reduce(QuorumState::and);
    return new Knowledge(
        knowledge.change(),
        knowledge.present(),
        ImmutableSortedMap.copyOfSorted(claims),
        agreed.isPresent() ? agreed : knowledge.agreed());
  }

  /** Tells the view that follows, if enough is known and it differs from the last. */
  private static Step<RingGroupState, RingGroupEffect> complete(RingGroupState state) {
    if (state.turning()
        || state.ring().isEmpty()
        || !(state.standing() instanceof Settled(Knowledge knowledge))
        || knowledge.agreed().isEmpty()) {
      return Step.to(state);
    }
    long change = knowledge.change() + 1;
    View view =
        RingViews.of(state.ring().get(), change, knowledge.present(), knowledge.agreed().get());
    if (state.isInView()
        && state.told().filter(told -> RingViews.sameBut(told, view)).isPresent()) {
      return Step.to(state);
    }
    ImmutableList.Builder<RingGroupEffect> effects = ImmutableList.builder();
    RingGroupState counted = state.draft().settled(knowledge.withChange(change)).build();
    RingGroupState after = told(counted, view, effects);
    return Step.to(after, effects.build());
  }

  /** Tells a view, before it that some were gone meanwhile, and says what has waited for it. */
  private static RingGroupState told(
      RingGroupState state, View view, ImmutableList.Builder<RingGroupEffect> effects) {
    ImmutableSortedSet<NodeName> returned =
        ImmutableSortedSet.copyOf(Sets.intersection(state.down(), view.nodes()));
    boolean firstOfRing = !state.isInView() && state.told().isPresent();
    if (firstOfRing && !returned.isEmpty()) {
      effects.add(new TellView(RingViews.without(view, returned, state.self().node())));
    }
    effects.add(new TellView(view));
    state
        .waiting()
        .forEach(payload -> effects.add(new Multicast(new Said(state.ringId(), payload))));
    return state
        .draft()
        .told(view)
        .down(ImmutableSortedSet.of())
        .waiting(ImmutableList.of())
        .build();
  }

  static ImmutableSortedSet<NodeName> union(
      ImmutableSortedSet<NodeName> one, ImmutableSortedSet<NodeName> other) {
    return ImmutableSortedSet.copyOf(Sets.union(one, other));
  }
}
