package io.systole.refinement.trace;

import io.systole.refinement.tla.Tla;

/**
 * How a machine of the code is seen by its specification.
 *
 * @param <S> its states
 * @param <E> its events
 * @param <F> its effects
 */
public interface Binding<S, E, F> {

  /** A state, as the specification's record. */
  Tla state(S state);

  /** An event: a record whose {@code type} is the action's name. */
  Tla event(E event);

  /**
   * The same, where what an event comes to depends on the state that it meets.
   *
   * @param pre the state
   */
  default Tla event(S pre, E event) {
    return event(event);
  }

  /** An effect: a record whose {@code type} is its name. */
  Tla effect(F effect);
}
