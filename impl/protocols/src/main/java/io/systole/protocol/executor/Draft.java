package io.systole.protocol.executor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.Step;
import io.systole.protocol.executor.ExecutorEffect.RememberEpoch;
import io.systole.protocol.executor.ExecutorEffect.RememberOrder;
import io.systole.protocol.executor.ExecutorEffect.RememberResource;
import io.systole.protocol.executor.ExecutorEffect.Run;
import java.util.Comparator;
import java.util.Optional;

/**
 * One step in the making. When it is done, calls that may run are run, and what has to be
 * remembered stands before all else.
 */
final class Draft {

  private static final Comparator<ManagedResource> FIRST_ORDERED =
      Comparator.comparingLong(resource -> resource.waiting().getFirst().id());

  private final ExecutorState before;
  private ExecutorState state;
  private final ImmutableSortedSet.Builder<String> touched = ImmutableSortedSet.naturalOrder();
  private final ImmutableList.Builder<ExecutorEffect> remember = ImmutableList.builder();
  private final ImmutableList.Builder<ExecutorEffect> acts = ImmutableList.builder();

  Draft(ExecutorState before) {
    this.before = before;
    this.state = before;
  }

  ExecutorState state() {
    return state;
  }

  Optional<ManagedResource> known(String id) {
    return Optional.ofNullable(state.resources().get(id));
  }

  /** The resource of that id, which is managed by that agent from now on. */
  ManagedResource resource(String id, AgentRef agent) {
    ManagedResource resource = state.resources().get(id);
    return resource == null ? ManagedResource.unknown(id, agent) : resource.with(agent);
  }

  void adopt(Epoch epoch) {
    state = state.with(epoch);
    remember.add(new RememberEpoch(epoch));
  }

  /** Takes an order; its call is the state's last. */
  void take(Order order) {
    state = state.took(order.key());
    remember.add(new RememberOrder(order.key(), state.lastCallId()));
  }

  void put(ManagedResource resource) {
    touched.add(resource.id());
    state = state.with(resource);
  }

  void act(ExecutorEffect effect) {
    acts.add(effect);
  }

  Step<ExecutorState, ExecutorEffect> step() {
    runWhatMayRun();
    for (String id : touched.build()) {
      Optional<ManagedResource> was = lasting(before, id);
      Optional<ManagedResource> is = lasting(state, id);
      if (!was.equals(is)) {
        remember.add(new RememberResource(id, is));
      }
    }
    return Step.to(state, remember.addAll(acts.build()).build());
  }

  private void runWhatMayRun() {
    long running = state.running();
    while (running < state.limit()) {
      Optional<ManagedResource> next =
          state.resources().values().stream()
              .filter(r -> r.running().isEmpty() && !r.waiting().isEmpty())
              .min(FIRST_ORDERED);
      if (next.isEmpty()) {
        return;
      }
      ManagedResource resource = next.get().run();
      put(resource);
      act(new Run(resource.running().orElseThrow(), resource.isStartedFenceDevice()));
      running++;
    }
  }

  private static Optional<ManagedResource> lasting(ExecutorState state, String id) {
    return Optional.ofNullable(state.resources().get(id))
        .map(ManagedResource::lasting)
        .filter(resource -> !resource.isForgettable());
  }
}
