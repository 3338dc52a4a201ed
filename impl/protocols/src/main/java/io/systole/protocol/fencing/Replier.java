package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.fencing.FencingEffect.AskDevice;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** How a peer hears of an operation and says what it could do for it. */
final class Replier {

  private Replier() {}

  /** Spec: {@code Fencing!DeliverQuery}. */
  static Step<FencingState, FencingEffect> asked(FencingState state, NodeName sender, Query query) {
    FencingRecord operation = query.operation();
    if (!operation.id().originator().equals(sender)) {
      return Step.refuse(state, FencingRefusal.NOT_THE_ORIGINATOR);
    }
    if (state.history().hasEnded(operation.id())) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    FencingState aware = query.epoch().map(state::withEpoch).orElse(state);
    FencingState known = leading(aware.with(aware.history().plus(operation)), operation);
    return Moves.to(known)
        .then(s -> Originator.queryDelivered(s, query))
        .then(s -> query.expected().contains(s.self()) ? reply(s, operation) : Moves.to(s))
        .step();
  }

  /** The first in agreed order leads the others of its aim. */
  private static FencingState leading(FencingState state, FencingRecord operation) {
    return state.leading().containsKey(operation.aim())
        ? state
        : state.withLeading(Sorted.with(state.leading(), operation.aim(), operation.id()));
  }

  private static Moves reply(FencingState state, FencingRecord operation) {
    Aim aim = operation.aim();
    ImmutableSortedSet<String> sure = devices(state, aim, d -> d.hosts().include(aim.target()));
    ImmutableSortedSet<String> unsure = devices(state, aim, d -> d.hosts().mustAsk());
    if (unsure.isEmpty()) {
      return Moves.to(state, offers(state, operation.id(), sure));
    }
    Inquiry inquiry = new Inquiry(aim, unsure, sure);
    return Moves.to(state.withInquiries(Sorted.with(state.inquiries(), operation.id(), inquiry)))
        .thenForEach(
            unsure,
            (s, device) ->
                Moves.to(
                    s,
                    new AskDevice(
                        operation.id(),
                        s.configuration().device(device).orElseThrow(),
                        aim.target())));
  }

  /** Spec: {@code Fencing!AnswerDevice}. */
  static Step<FencingState, FencingEffect> answered(
      FencingState state, FencingEvent.DeviceAnswered answer) {
    OperationId id = answer.operation();
    Inquiry inquiry = state.inquiries().get(id);
    if (inquiry == null || !inquiry.unanswered().contains(answer.device())) {
      return Step.refuse(state, FencingRefusal.UNKNOWN_OPERATION);
    }
    ImmutableSortedSet<String> unanswered = Sorted.without(inquiry.unanswered(), answer.device());
    ImmutableSortedSet<String> capable =
        answer.capable() ? Sorted.with(inquiry.capable(), answer.device()) : inquiry.capable();
    if (!unanswered.isEmpty()) {
      Inquiry further = new Inquiry(inquiry.aim(), unanswered, capable);
      return Step.to(state.withInquiries(Sorted.with(state.inquiries(), id, further)));
    }
    FencingState replied = state.withInquiries(Sorted.without(state.inquiries(), id));
    return Step.to(replied, offers(replied, id, capable));
  }

  /** Forgets the questions of operations that have ended. */
  static FencingState forgetEnded(FencingState state) {
    return state.withInquiries(
        ImmutableSortedMap.copyOf(Maps.filterKeys(state.inquiries(), state.history()::isPending)));
  }

  private static Multicast offers(
      FencingState state, OperationId id, ImmutableSortedSet<String> devices) {
    ImmutableList<Offer> offers =
        devices.stream()
            .map(state.configuration()::device)
            .flatMap(Optional::stream)
            .map(Offer::of)
            .collect(ImmutableList.toImmutableList());
    return new Multicast(new QueryReply(id, offers));
  }

  private static ImmutableSortedSet<String> devices(
      FencingState state, Aim aim, Predicate<FenceDevice> which) {
    return state.configuration().devices().values().stream()
        .filter(d -> d.can(aim.action()))
        .filter(which)
        .map(FenceDevice::id)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }
}
