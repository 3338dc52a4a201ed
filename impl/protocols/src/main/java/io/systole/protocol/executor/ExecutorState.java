package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Epoch;
import io.systole.protocol.transition.TransitionKey;
import java.util.Optional;

/**
 * All that a node's executor knows.
 *
 * @param epoch the greatest that was seen; orders of a lesser one are refused
 * @param lastCallId the greatest {@link Call#id} that was given
 * @param limit how many calls may run at one time
 * @param resources by id
 */
public record ExecutorState(
    Epoch epoch,
    long lastCallId,
    int limit,
    Received received,
    ImmutableSortedMap<String, ManagedResource> resources) {

  /** Orders of one resource that may wait; a coordinator has few under way for each. */
  public static final int MAX_WAITING = 64;

  /** Resources of one node that are kept track of. */
  public static final int MAX_RESOURCES = 100_000;

  /** An executor that knows nothing yet. */
  public static ExecutorState initial(Epoch epoch, int limit) {
    return new ExecutorState(epoch, 0, limit, Received.NOTHING, ImmutableSortedMap.of());
  }

  public ExecutorState {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one call may run at a time, not " + limit);
    }
  }

  /** How many calls run. */
  public long running() {
    return resources.values().stream().filter(r -> r.running().isPresent()).count();
  }

  /** The resource of which {@code callId} runs. */
  Optional<ManagedResource> running(long callId) {
    return resources.values().stream()
        .filter(r -> r.running().filter(c -> c.id() == callId).isPresent())
        .findFirst();
  }

  ExecutorState with(Epoch newEpoch) {
    return new ExecutorState(newEpoch, lastCallId, limit, received, resources);
  }

  ExecutorState with(ManagedResource resource) {
    ImmutableSortedMap<String, ManagedResource> changed =
        resource.isForgettable()
            ? Sorted.without(resources, resource.id())
            : Sorted.with(resources, resource.id(), resource);
    return new ExecutorState(epoch, lastCallId, limit, received, changed);
  }

  /** With one more order taken; its call is the last. */
  ExecutorState took(TransitionKey key) {
    return new ExecutorState(epoch, lastCallId + 1, limit, received.with(key), resources);
  }

  ExecutorState withLastCall(long callId) {
    return new ExecutorState(epoch, callId, limit, received, resources);
  }

  ExecutorState without(String resource) {
    return new ExecutorState(
        epoch, lastCallId, limit, received, Sorted.without(resources, resource));
  }

  ExecutorState with(Received newReceived) {
    return new ExecutorState(epoch, lastCallId, limit, newReceived, resources);
  }
}
