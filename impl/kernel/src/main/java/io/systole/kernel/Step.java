package io.systole.kernel;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * What one step of a {@link Machine} came to.
 *
 * @param state the state after the step
 * @param effects what the world is to do, in order; see {@link Durable} for what order promises
 * @param refusal why the event was not allowed; present only if nothing else happened
 */
public record Step<S, F>(S state, ImmutableList<F> effects, Optional<Refusal> refusal) {

  public Step {
    if (refusal.isPresent() && !effects.isEmpty()) {
      throw new IllegalArgumentException(
          "a refused event has no effects, but " + refusal.get().name() + " came with " + effects);
    }
  }

  /** The event changed the state and asks for {@code effects}. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <S, F> Step<S, F> to(S state, F... effects) {
    return new Step<>(state, ImmutableList.copyOf(effects), Optional.empty());
  }

  /** The event changed the state and asks for {@code effects}. */
  public static <S, F> Step<S, F> to(S state, Iterable<? extends F> effects) {
    return new Step<>(state, ImmutableList.copyOf(effects), Optional.empty());
  }

  /** The event is not allowed in this state, which stays as it is. */
  public static <S, F> Step<S, F> refuse(S state, Refusal refusal) {
    return new Step<>(state, ImmutableList.of(), Optional.of(refusal));
  }
}
