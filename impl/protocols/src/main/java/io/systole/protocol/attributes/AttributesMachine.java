package io.systole.protocol.attributes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.attributes.AttributesEffect.Multicast;
import io.systole.protocol.attributes.AttributesEffect.NotifySubscribers;
import io.systole.protocol.attributes.AttributesEffect.ReplyToClient;
import io.systole.protocol.attributes.AttributesEvent.ChangeRequested;
import io.systole.protocol.attributes.AttributesEvent.MessageDelivered;
import io.systole.protocol.attributes.AttributesEvent.ViewChanged;
import io.systole.protocol.attributes.AttributesMessage.Change;
import io.systole.protocol.attributes.AttributesMessage.Snapshot;
import io.systole.protocol.attributes.AttributesState.Arrived;
import io.systole.protocol.attributes.AttributesState.Gathering;
import java.util.Optional;

/**
 * One attribute manager.
 *
 * <p>A view begins with a snapshot by each member; all merge them and have the same values. From
 * then on each change is applied where it is delivered, in agreed order, so they stay the same. A
 * change of a client is applied once, however many views it takes to be delivered.
 *
 * <p>Promised (spec: {@code Attributes}): members of a view that have heard the same have the same
 * values; a change that was answered is in them as long as one node lives that has heard it; within
 * a partition an increment counts once.
 */
public final class AttributesMachine
    implements Machine<AttributesState, AttributesEvent, AttributesEffect> {

  @Override
  public Step<AttributesState, AttributesEffect> step(
      AttributesState state, AttributesEvent event) {
    return switch (event) {
      case ViewChanged changed -> beginView(state, changed.view());
      case ChangeRequested requested -> request(state, requested);
      case MessageDelivered delivered ->
          state.gathering().isMember(delivered.sender())
              ? deliver(state, delivered.sender(), delivered.message())
              : Step.refuse(state, AttributesRefusal.NOT_A_MEMBER);
    };
  }

  /** Spec: {@code Attributes!ChangeView}. Own changes that may be lost are said again. */
  private static Step<AttributesState, AttributesEffect> beginView(
      AttributesState state, View view) {
    Gathering gathering = new Gathering(Optional.of(view), view.members(), ImmutableList.of());
    ImmutableList.Builder<AttributesEffect> effects = ImmutableList.builder();
    if (view.members().contains(state.self())) {
      effects.add(new Multicast(new Snapshot(view.id(), state.table())));
      state.pending().forEach((sequence, change) -> effects.add(say(state, sequence, change)));
    }
    return Step.to(state.with(gathering), effects.build());
  }

  /** Spec: {@code Attributes!RequestChange}. */
  private static Step<AttributesState, AttributesEffect> request(
      AttributesState state, ChangeRequested request) {
    if (state.pending().size() >= AttributesState.MAX_PENDING) {
      return Step.refuse(state, AttributesRefusal.TOO_MANY_CHANGES);
    }
    long sequence = state.sequence() + 1;
    AttributesState requested =
        state
            .withSequence(sequence)
            .withPending(
                ImmutableSortedMap.<Long, ChangeRequested>naturalOrder()
                    .putAll(state.pending())
                    .put(sequence, request)
                    .buildOrThrow());
    return state.gathering().isMember(state.self())
        ? Step.to(requested, say(state, sequence, request))
        : Step.to(requested);
  }

  private static Multicast say(AttributesState state, long sequence, ChangeRequested request) {
    return new Multicast(new Change(new ChangeMark(state.incarnation(), sequence), request.edit()));
  }

  private static Step<AttributesState, AttributesEffect> deliver(
      AttributesState state, NodeName sender, AttributesMessage message) {
    return switch (message) {
      case Snapshot snapshot -> merge(state, sender, snapshot);
      case Change change ->
          state.isSynchronised()
              ? apply(state, new Arrived(sender, change))
              : Step.to(wait(state, new Arrived(sender, change)));
    };
  }

  private static AttributesState wait(AttributesState state, Arrived change) {
    Gathering old = state.gathering();
    return state.with(
        new Gathering(
            old.view(),
            old.awaited(),
            ImmutableList.<Arrived>builder().addAll(old.waiting()).add(change).build()));
  }

  /** Spec: {@code Attributes!DeliverSnapshot}. */
  private static Step<AttributesState, AttributesEffect> merge(
      AttributesState state, NodeName sender, Snapshot snapshot) {
    Gathering old = state.gathering();
    if (old.view().filter(v -> v.id().equals(snapshot.view())).isEmpty()
        || !old.awaited().contains(sender)) {
      return Step.refuse(state, AttributesRefusal.STALE_SNAPSHOT);
    }
    ImmutableSortedSet<NodeName> awaited =
        ImmutableSortedSet.copyOf(Sets.difference(old.awaited(), ImmutableSortedSet.of(sender)));
    AttributesState merged =
        state
            .with(new Gathering(old.view(), awaited, old.waiting()))
            .with(state.table().merge(snapshot.table()));
    Step<AttributesState, AttributesEffect> step =
        Step.to(answer(merged), effects(state, answer(merged), Optional.empty()));
    return awaited.isEmpty() ? applyWaiting(step) : step;
  }

  private static Step<AttributesState, AttributesEffect> applyWaiting(
      Step<AttributesState, AttributesEffect> gathered) {
    ImmutableList.Builder<AttributesEffect> effects = ImmutableList.builder();
    effects.addAll(gathered.effects());
    ImmutableList<Arrived> waiting = gathered.state().gathering().waiting();
    Gathering done =
        new Gathering(
            gathered.state().gathering().view(), ImmutableSortedSet.of(), ImmutableList.of());
    AttributesState state = gathered.state().with(done);
    for (Arrived change : waiting) {
      Step<AttributesState, AttributesEffect> step = apply(state, change);
      effects.addAll(step.effects());
      state = step.state();
    }
    return Step.to(state, effects.build());
  }

  /** Spec: {@code Attributes!DeliverChange}. */
  private static Step<AttributesState, AttributesEffect> apply(
      AttributesState state, Arrived arrived) {
    Change change = arrived.change();
    if (!state.table().mark(arrived.sender()).isFollowedBy(change.mark())) {
      return Step.refuse(state, AttributesRefusal.OUT_OF_TURN);
    }
    boolean full = state.table().isFullFor(change.edit());
    AttributeTable table =
        full ? state.table() : state.table().edited(change.edit(), arrived.sender());
    AttributesState applied = answer(state.with(table.marked(arrived.sender(), change.mark())));
    Optional<AttributesRefusal> refusal =
        full ? Optional.of(AttributesRefusal.TOO_MANY_ATTRIBUTES) : Optional.empty();
    return Step.to(applied, effects(state, applied, refusal));
  }

  /** Own changes that are in the table are pending no more. */
  private static AttributesState answer(AttributesState state) {
    ChangeMark mark = state.table().mark(state.self());
    return mark.incarnation() == state.incarnation()
        ? state.withPending(state.pending().tailMap(mark.sequence(), false))
        : state;
  }

  /** Tells what has changed, and those whose changes are in it. */
  private static ImmutableList<AttributesEffect> effects(
      AttributesState before, AttributesState after, Optional<AttributesRefusal> refusal) {
    ImmutableList.Builder<AttributesEffect> effects = ImmutableList.builder();
    after
        .table()
        .changesSince(before.table())
        .forEach((key, text) -> effects.add(new NotifySubscribers(key, text)));
    before
        .pending()
        .forEach((sequence, request) -> {
          if (!after.pending().containsKey(sequence)) {
            effects.add(new ReplyToClient(request.handle(), refusal));
          }
        });
    return effects.build();
  }
}
