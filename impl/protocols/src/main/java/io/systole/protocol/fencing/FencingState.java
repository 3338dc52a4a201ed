package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import java.util.Optional;

/**
 * What one fencer knows.
 *
 * @param self this node
 * @param incarnation of this process
 * @param surroundings what others told
 * @param configuration this node's devices
 * @param counter the greatest of any operation that was seen
 * @param rounds of this node's clients
 * @param calls that this node was ordered to execute
 * @param inquiries queries whose reply waits for agents
 * @param leading for each aim the pending operation whose query came first in this view
 * @param history all operations that are known, also the pending ones
 */
public record FencingState(
    NodeName self,
    long incarnation,
    Surroundings surroundings,
    FencingConfiguration configuration,
    long counter,
    ImmutableSortedMap<OperationId, Round> rounds,
    ImmutableSortedMap<CallId, DeviceCall> calls,
    ImmutableSortedMap<OperationId, Inquiry> inquiries,
    ImmutableSortedMap<Aim, OperationId> leading,
    FencingHistory history) {

  /** More requests at once are refused. */
  public static final int MAX_ROUNDS = 64;

  /** More orders at once are not obeyed. */
  public static final int MAX_CALLS = 4096;

  /**
   * What comes from outside of the group's messages.
   *
   * @param view the present one, once there is any
   * @param epoch the greatest that was seen
   * @param nowMillis the latest time that was told, since 1970
   */
  public record Surroundings(Optional<View> view, Optional<Epoch> epoch, long nowMillis) {}

  /** A fencer that has just started. */
  public static FencingState initial(NodeName self, long incarnation) {
    return new FencingState(
        self,
        incarnation,
        new Surroundings(Optional.empty(), Optional.empty(), 0),
        FencingConfiguration.EMPTY,
        0,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        FencingHistory.EMPTY);
  }

  public long nowMillis() {
    return surroundings.nowMillis();
  }

  public boolean isMember(NodeName node) {
    return surroundings.view().filter(v -> v.members().contains(node)).isPresent();
  }

  /** Whether {@code epoch} is of a coordinator that has been replaced. */
  public boolean isStale(Epoch epoch) {
    return surroundings.epoch().filter(seen -> epoch.compareTo(seen) < 0).isPresent();
  }

  public Optional<Round> round(OperationId id) {
    return Optional.ofNullable(rounds.get(id));
  }

  public Optional<DeviceCall> call(CallId id) {
    return Optional.ofNullable(calls.get(id));
  }

  FencingState with(Surroundings newSurroundings) {
    return new FencingState(
        self,
        incarnation,
        newSurroundings,
        configuration,
        counter,
        rounds,
        calls,
        inquiries,
        leading,
        history);
  }

  FencingState withView(View view) {
    return with(
        new Surroundings(Optional.of(view), surroundings.epoch(), surroundings.nowMillis()));
  }

  /** This state aware of an epoch; the greatest counts. */
  FencingState withEpoch(Epoch epoch) {
    return isStale(epoch)
        ? this
        : with(new Surroundings(surroundings.view(), Optional.of(epoch), surroundings.nowMillis()));
  }

  FencingState withNow(long nowMillis) {
    return with(new Surroundings(surroundings.view(), surroundings.epoch(), nowMillis));
  }

  FencingState with(FencingConfiguration newConfiguration) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        newConfiguration,
        counter,
        rounds,
        calls,
        inquiries,
        leading,
        history);
  }

  FencingState with(Round round) {
    return withRounds(Sorted.with(rounds, round.id(), round));
  }

  FencingState withoutRound(OperationId id) {
    return withRounds(Sorted.without(rounds, id));
  }

  FencingState with(DeviceCall call) {
    return withCalls(Sorted.with(calls, call.id(), call));
  }

  FencingState withoutCall(CallId id) {
    return withCalls(Sorted.without(calls, id));
  }

  FencingState withInquiries(ImmutableSortedMap<OperationId, Inquiry> newInquiries) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        counter,
        rounds,
        calls,
        newInquiries,
        leading,
        history);
  }

  FencingState withLeading(ImmutableSortedMap<Aim, OperationId> newLeading) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        counter,
        rounds,
        calls,
        inquiries,
        newLeading,
        history);
  }

  /** This state with a history, and aware of the counters in it. */
  FencingState with(FencingHistory newHistory) {
    long seen = newHistory.records().isEmpty() ? 0 : newHistory.records().lastKey().counter();
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        Math.max(counter, seen),
        rounds,
        calls,
        inquiries,
        leading,
        newHistory);
  }

  FencingState withCounter(long newCounter) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        newCounter,
        rounds,
        calls,
        inquiries,
        leading,
        history);
  }

  private FencingState withRounds(ImmutableSortedMap<OperationId, Round> newRounds) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        counter,
        newRounds,
        calls,
        inquiries,
        leading,
        history);
  }

  private FencingState withCalls(ImmutableSortedMap<CallId, DeviceCall> newCalls) {
    return new FencingState(
        self,
        incarnation,
        surroundings,
        configuration,
        counter,
        rounds,
        newCalls,
        inquiries,
        leading,
        history);
  }
}
