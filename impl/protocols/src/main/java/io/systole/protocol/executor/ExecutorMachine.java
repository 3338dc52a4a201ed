package io.systole.protocol.executor;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.Step;
import io.systole.protocol.executor.ExecutorEffect.CancelTimer;
import io.systole.protocol.executor.ExecutorEffect.Kill;
import io.systole.protocol.executor.ExecutorEffect.SetTimer;
import io.systole.protocol.executor.ExecutorEffect.Tell;
import io.systole.protocol.executor.ExecutorEffect.TellForgotten;
import io.systole.protocol.executor.ExecutorEvent.CancelOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ended;
import io.systole.protocol.executor.ExecutorEvent.EpochSeen;
import io.systole.protocol.executor.ExecutorEvent.ForgetOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ordered;
import io.systole.protocol.executor.ExecutorEvent.Restarted;
import io.systole.protocol.executor.ExecutorEvent.TimerFired;
import java.util.Optional;

/**
 * Decides which agent runs when. One call of a resource runs at a time, in the order in which they
 * were ordered; calls of different resources run side by side up to a limit, those that were
 * ordered first before others.
 *
 * <ul>
 *   <li>An order is taken once, and only from the newest coordinator that was heard of. What an
 *       older one had ordered and what has not begun is given up.
 *   <li>A recurring call is repeated until it is cancelled or the resource is ordered to stop. Its
 *       result is told once, and then whenever it changes.
 *   <li>What ended is remembered before it is told, and what was taken before it runs, so that an
 *       executor that is killed and comes back knows what it had promised.
 * </ul>
 */
public final class ExecutorMachine
    implements Machine<ExecutorState, ExecutorEvent, ExecutorEffect> {

  @Override
  public Step<ExecutorState, ExecutorEffect> step(ExecutorState state, ExecutorEvent event) {
    return switch (event) {
      case EpochSeen(Epoch epoch) -> epochSeen(state, epoch);
      case Ordered ordered -> ordered(state, ordered);
      case CancelOrdered cancel -> cancelOrdered(state, cancel);
      case ForgetOrdered forget -> forgetOrdered(state, forget);
      case Ended ended -> ended(state, ended);
      case TimerFired(long callId) -> timerFired(state, callId);
      case Restarted(long atMillis) -> restarted(state, atMillis);
    };
  }

  private static Step<ExecutorState, ExecutorEffect> epochSeen(ExecutorState state, Epoch epoch) {
    if (epoch.compareTo(state.epoch()) < 0) {
      return Step.refuse(state, ExecutorRefusal.STALE_EPOCH);
    }
    return adopt(state, epoch).step();
  }

  private static Step<ExecutorState, ExecutorEffect> ordered(ExecutorState state, Ordered event) {
    Order order = event.order();
    Optional<ExecutorRefusal> refusal = refusal(state, event.epoch(), order);
    if (refusal.isPresent()) {
      return Step.refuse(state, refusal.get());
    }
    Draft draft = adopt(state, event.epoch());
    draft.take(order);
    Call call = new Call(draft.state().lastCallId(), order, event.epoch(), event.atMillis(), false);
    ManagedResource resource = draft.resource(order.resource(), order.agent());
    if (call.operation().isStop()) {
      resource = ceaseAll(draft, resource);
    }
    if (call.operation().isRecurring()) {
      resource = cease(draft, resource, call.operation()).recur(Recurrence.first(call));
    }
    if (order.startDelayMillis() > 0) {
      draft.act(new SetTimer(call.id(), order.startDelayMillis()));
    } else {
      resource = resource.queue(call);
    }
    draft.put(resource);
    return draft.step();
  }

  private static Optional<ExecutorRefusal> refusal(ExecutorState state, Epoch epoch, Order order) {
    if (epoch.compareTo(state.epoch()) < 0) {
      return Optional.of(ExecutorRefusal.STALE_EPOCH);
    }
    if (state.received().has(order.key())) {
      return Optional.of(ExecutorRefusal.ALREADY_ORDERED);
    }
    if (state.received().isPast(order.key())) {
      return Optional.of(ExecutorRefusal.STALE_TRANSITION);
    }
    ManagedResource known = state.resources().get(order.resource());
    if (known == null) {
      return state.resources().size() < ExecutorState.MAX_RESOURCES
          ? Optional.empty()
          : Optional.of(ExecutorRefusal.TOO_MANY_RESOURCES);
    }
    boolean full =
        known.waiting().size() >= ExecutorState.MAX_WAITING
            || known.recurring().size() >= ExecutorState.MAX_WAITING;
    return full ? Optional.of(ExecutorRefusal.QUEUE_FULL) : Optional.empty();
  }

  private static Step<ExecutorState, ExecutorEffect> cancelOrdered(
      ExecutorState state, CancelOrdered event) {
    if (event.epoch().compareTo(state.epoch()) < 0) {
      return Step.refuse(state, ExecutorRefusal.STALE_EPOCH);
    }
    ManagedResource known = state.resources().get(event.resource());
    if (known == null
        || (!known.recurring().containsKey(event.operation())
            && !known.history().recurring().containsKey(event.operation()))) {
      return Step.refuse(state, ExecutorRefusal.NOTHING_TO_CANCEL);
    }
    Draft draft = adopt(state, event.epoch());
    // The new epoch may just have voided all that was known.
    draft
        .known(event.resource())
        .map(resource -> cease(draft, resource, event.operation()))
        .ifPresent(r -> draft.put(r.with(r.history().without(event.operation()))));
    return draft.step();
  }

  private static Step<ExecutorState, ExecutorEffect> forgetOrdered(
      ExecutorState state, ForgetOrdered event) {
    if (event.epoch().compareTo(state.epoch()) < 0) {
      return Step.refuse(state, ExecutorRefusal.STALE_EPOCH);
    }
    Draft draft = adopt(state, event.epoch());
    draft
        .known(event.resource())
        .ifPresent(resource -> draft.put(ceaseAll(draft, resource).with(History.EMPTY)));
    draft.act(new TellForgotten(event.resource(), event.key().toString()));
    return draft.step();
  }

  private static Step<ExecutorState, ExecutorEffect> ended(ExecutorState state, Ended event) {
    Optional<ManagedResource> found = state.running(event.callId());
    if (found.isEmpty()) {
      return Step.refuse(state, ExecutorRefusal.UNKNOWN_CALL);
    }
    Draft draft = new Draft(state);
    ManagedResource resource = found.get();
    Call call = resource.running().orElseThrow();
    Entry entry = entry(call, event);
    if (resource.unwanted()) {
      draft.put(resource.idle());
    } else if (call.operation().isRecurring()) {
      endedRecurring(draft, resource.idle(), entry);
    } else {
      draft.put(resource.idle().with(resource.history().with(entry)));
      draft.act(new Tell(entry));
    }
    return draft.step();
  }

  private static void endedRecurring(Draft draft, ManagedResource resource, Entry entry) {
    Recurrence recurrence = resource.recurring().get(entry.order().operation());
    if (recurrence == null) {
      throw new IllegalStateException("nobody wants the result of call " + entry.callId());
    }
    draft.act(new SetTimer(entry.callId(), entry.order().operation().intervalMillis()));
    if (recurrence.isNews(entry.outcome())) {
      Entry news = resource.history().dated(entry);
      draft.put(
          resource.recur(recurrence.told(news.outcome())).with(resource.history().with(news)));
      draft.act(new Tell(news));
    } else {
      draft.put(resource);
    }
  }

  private static Entry entry(Call call, Ended event) {
    long queued = call.again() ? 0 : Math.max(0, event.startedMillis() - call.orderedMillis());
    return new Entry(
        call.id(),
        call.order(),
        event.outcome(),
        new Entry.Times(event.startedMillis(), queued, event.tookMillis()));
  }

  private static Step<ExecutorState, ExecutorEffect> timerFired(ExecutorState state, long callId) {
    for (ManagedResource resource : state.resources().values()) {
      for (Recurrence recurrence : resource.recurring().values()) {
        if (recurrence.call().id() == callId && !isActive(resource, callId)) {
          Draft draft = new Draft(state);
          draft.put(resource.queue(recurrence.call()));
          return draft.step();
        }
      }
    }
    return Step.refuse(state, ExecutorRefusal.UNKNOWN_TIMER);
  }

  private static boolean isActive(ManagedResource resource, long callId) {
    return resource.running().filter(c -> c.id() == callId).isPresent()
        || resource.waiting().stream().anyMatch(c -> c.id() == callId);
  }

  private static Step<ExecutorState, ExecutorEffect> restarted(ExecutorState state, long atMillis) {
    Draft draft = new Draft(state);
    for (ManagedResource resource : state.resources().values()) {
      ManagedResource resumed = interrupted(draft, resource, atMillis);
      for (Recurrence recurrence : resumed.recurring().values()) {
        Call call = recurrence.call();
        if (!isActive(resumed, call.id())) {
          draft.act(new SetTimer(call.id(), call.operation().intervalMillis()));
        }
      }
      draft.put(resumed);
    }
    return draft.step();
  }

  /** What becomes of the call that ran when the earlier process ended. */
  private static ManagedResource interrupted(Draft draft, ManagedResource resource, long atMillis) {
    if (resource.running().isEmpty()) {
      return resource;
    }
    Call call = resource.running().get();
    if (resource.unwanted()) {
      return resource.idle();
    }
    if (call.operation().canBeRepeated()) {
      ManagedResource queued = resource.idle().queueFirst(call);
      // It has to begin anew, which is not for a coordinator that was replaced meanwhile to order.
      boolean obeyed = call.again() || call.epoch().equals(draft.state().epoch());
      return obeyed ? queued : giveUp(draft, queued, ImmutableList.of(call));
    }
    Entry entry =
        new Entry(call.id(), call.order(), Outcome.INTERRUPTED, new Entry.Times(atMillis, 0, 0));
    draft.act(new Tell(entry));
    return resource.idle().with(resource.history().with(entry));
  }

  /** Obeys {@code epoch} from now on; what an older one had ordered and has not begun is void. */
  private static Draft adopt(ExecutorState state, Epoch epoch) {
    Draft draft = new Draft(state);
    if (epoch.equals(state.epoch())) {
      return draft;
    }
    draft.adopt(epoch);
    for (ManagedResource resource : state.resources().values()) {
      ImmutableList<Call> superseded =
          resource.waiting().stream()
              .filter(call -> !call.again())
              .collect(ImmutableList.toImmutableList());
      if (!superseded.isEmpty()) {
        draft.put(giveUp(draft, resource, superseded));
      }
    }
    return draft;
  }

  private static ManagedResource giveUp(
      Draft draft, ManagedResource resource, ImmutableList<Call> superseded) {
    ManagedResource left = resource;
    for (Call call : superseded) {
      draft.act(
          new Tell(
              new Entry(
                  call.id(),
                  call.order(),
                  Outcome.SUPERSEDED,
                  new Entry.Times(call.orderedMillis(), 0, 0))));
      if (call.operation().isRecurring()) {
        left = left.cease(call.operation());
      }
    }
    return left.withWaiting(
        left.waiting().stream()
            .filter(call -> !superseded.contains(call))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ManagedResource ceaseAll(Draft draft, ManagedResource resource) {
    ManagedResource left = resource;
    for (OperationKey operation : resource.recurring().keySet()) {
      left = cease(draft, left, operation);
    }
    return left.with(left.history().withoutRecurring());
  }

  /** The operation recurs no more; if it is under way it is killed, since it changes nothing. */
  private static ManagedResource cease(
      Draft draft, ManagedResource resource, OperationKey operation) {
    Recurrence recurrence = resource.recurring().get(operation);
    if (recurrence == null) {
      return resource;
    }
    long callId = recurrence.call().id();
    ManagedResource left = resource.cease(operation);
    if (resource.running().filter(c -> c.id() == callId).isPresent()) {
      draft.act(new Kill(callId));
      return left.disown();
    }
    draft.act(new CancelTimer(callId));
    return left;
  }
}
