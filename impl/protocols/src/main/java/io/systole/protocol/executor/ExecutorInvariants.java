package io.systole.protocol.executor;

import static io.systole.kernel.Invariants.invariant;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Invariants;
import java.util.stream.Stream;

/** What is true of every state of an executor. */
public final class ExecutorInvariants {

  private ExecutorInvariants() {}

  /** All of them. */
  public static final Invariants<ExecutorState> ALL =
      Invariants.of(
          invariant("RunningWithinLimit", state -> state.running() <= state.limit()),
          invariant("NothingWaitsWithoutCause", ExecutorInvariants::nothingWaitsWithoutCause),
          invariant(
              "CallOnce",
              state ->
                  state.resources().values().stream().allMatch(ExecutorInvariants::eachCallOnce)),
          invariant(
              "CallIdsWereGiven",
              state ->
                  calls(state).allMatch(call -> call.id() >= 1 && call.id() <= state.lastCallId())),
          invariant(
              "NoReplacedCoordinatorIsObeyed",
              state ->
                  waiting(state)
                      .allMatch(call -> call.again() || call.epoch().equals(state.epoch()))),
          invariant(
              "NoEpochIsAheadOfTheSeen",
              state -> calls(state).allMatch(call -> call.epoch().compareTo(state.epoch()) <= 0)),
          invariant(
              "QueuesAreBounded",
              state ->
                  state.resources().values().stream()
                      .allMatch(r ->
                          r.waiting().size() <= 2 * ExecutorState.MAX_WAITING
                              && r.recurring().size() <= ExecutorState.MAX_WAITING)),
          invariant(
              "ResourcesAreBounded",
              state -> state.resources().size() <= ExecutorState.MAX_RESOURCES),
          invariant(
              "OnlyRecurringRecurs",
              state ->
                  state.resources().values().stream()
                      .allMatch(ExecutorInvariants::onlyRecurringRecurs)),
          invariant(
              "NothingRecursBeyondAStop",
              state ->
                  state.resources().values().stream()
                      .allMatch(ExecutorInvariants::nothingRecursBeyondAStop)),
          invariant(
              "NothingIsKeptForNothing",
              state ->
                  state.resources().values().stream().noneMatch(ManagedResource::isForgettable)));

  private static boolean nothingWaitsWithoutCause(ExecutorState state) {
    return state.running() == state.limit()
        || state.resources().values().stream()
            .allMatch(r -> r.waiting().isEmpty() || r.running().isPresent());
  }

  private static boolean eachCallOnce(ManagedResource resource) {
    ImmutableList<Long> ids =
        Stream.concat(resource.running().stream(), resource.waiting().stream())
            .map(Call::id)
            .collect(ImmutableList.toImmutableList());
    return ids.stream().distinct().count() == ids.size();
  }

  private static boolean onlyRecurringRecurs(ManagedResource resource) {
    return resource.recurring().entrySet().stream()
            .allMatch(
                e -> e.getKey().isRecurring() && e.getValue().call().operation().equals(e.getKey()))
        && resource.history().recurring().keySet().stream().allMatch(OperationKey::isRecurring)
        && resource.history().last().stream().noneMatch(e -> e.order().operation().isRecurring())
        && Stream.concat(resource.running().stream(), resource.waiting().stream())
            .filter(call -> call.operation().isRecurring())
            .filter(call ->
                !(resource.unwanted() && resource.running().filter(call::equals).isPresent()))
            .allMatch(call -> resource.recurring().containsKey(call.operation()));
  }

  /** Whatever recurs was ordered after every stop that is still to come. */
  private static boolean nothingRecursBeyondAStop(ManagedResource resource) {
    long lastStop =
        Stream.concat(resource.running().stream(), resource.waiting().stream())
            .filter(call -> call.operation().isStop())
            .mapToLong(Call::id)
            .max()
            .orElse(0);
    return resource.recurring().values().stream().allMatch(r -> r.call().id() > lastStop);
  }

  private static Stream<Call> waiting(ExecutorState state) {
    return state.resources().values().stream().flatMap(r -> r.waiting().stream());
  }

  private static Stream<Call> calls(ExecutorState state) {
    return state.resources().values().stream()
        .flatMap(r ->
            Stream.of(
                    r.waiting().stream(),
                    r.running().stream(),
                    r.recurring().values().stream().map(Recurrence::call))
                .flatMap(s -> s));
  }
}
