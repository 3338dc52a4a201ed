package io.systole.protocol.executor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A resource as this node's executor knows it.
 *
 * @param waiting calls in the order in which they will run
 * @param running the one call that runs
 * @param unwanted whether the running call's result is of no interest any more
 * @param recurring the calls that recur, whether they run, wait, or rest until their time
 */
public record ManagedResource(
    String id,
    AgentRef agent,
    ImmutableList<Call> waiting,
    Optional<Call> running,
    boolean unwanted,
    ImmutableSortedMap<OperationKey, Recurrence> recurring,
    History history) {

  static ManagedResource unknown(String id, AgentRef agent) {
    return new ManagedResource(
        id,
        agent,
        ImmutableList.of(),
        Optional.empty(),
        false,
        ImmutableSortedMap.of(),
        History.EMPTY);
  }

  /** Whether there is nothing that anybody would miss. */
  boolean isForgettable() {
    return waiting.isEmpty() && running.isEmpty() && recurring.isEmpty() && history.isEmpty();
  }

  /** Whether the last thing done to it, if it is a fence device, was to start it. */
  public boolean isStartedFenceDevice() {
    return agent.isFenceDevice()
        && history
            .last()
            .filter(e -> e.order().operation().name().equals("start") && !e.isFailure())
            .isPresent();
  }

  /**
   * What has to be remembered: all but that a recurring operation is just being repeated, which
   * changes with every monitor and is found out again.
   */
  ManagedResource lasting() {
    ManagedResource lasting = withWaiting(only(call -> !call.again()));
    return running.filter(Call::again).isPresent() ? lasting.idle() : lasting;
  }

  ManagedResource with(AgentRef newAgent) {
    return new ManagedResource(id, newAgent, waiting, running, unwanted, recurring, history);
  }

  ManagedResource with(History newHistory) {
    return new ManagedResource(id, agent, waiting, running, unwanted, recurring, newHistory);
  }

  ManagedResource withWaiting(Iterable<Call> calls) {
    return new ManagedResource(
        id, agent, ImmutableList.copyOf(calls), running, unwanted, recurring, history);
  }

  ManagedResource queue(Call call) {
    return withWaiting(ImmutableList.<Call>builder().addAll(waiting).add(call).build());
  }

  ManagedResource queueFirst(Call call) {
    return withWaiting(ImmutableList.<Call>builder().add(call).addAll(waiting).build());
  }

  /** Its first waiting call runs. */
  ManagedResource run() {
    return new ManagedResource(
        id,
        agent,
        waiting.subList(1, waiting.size()),
        Optional.of(waiting.getFirst()),
        false,
        recurring,
        history);
  }

  ManagedResource idle() {
    return new ManagedResource(id, agent, waiting, Optional.empty(), false, recurring, history);
  }

  /** The running call's result is of no interest any more. */
  ManagedResource disown() {
    return new ManagedResource(id, agent, waiting, running, true, recurring, history);
  }

  ManagedResource recur(Recurrence recurrence) {
    return withRecurring(Sorted.with(recurring, recurrence.call().operation(), recurrence));
  }

  /** The operation does not recur any more; a run that waited is dropped. */
  ManagedResource cease(OperationKey operation) {
    return withWaiting(only(call -> !call.operation().equals(operation)))
        .withRecurring(Sorted.without(recurring, operation));
  }

  private ManagedResource withRecurring(ImmutableSortedMap<OperationKey, Recurrence> newRecurring) {
    return new ManagedResource(id, agent, waiting, running, unwanted, newRecurring, history);
  }

  private ImmutableList<Call> only(Predicate<Call> wanted) {
    return waiting.stream().filter(wanted).collect(ImmutableList.toImmutableList());
  }
}
