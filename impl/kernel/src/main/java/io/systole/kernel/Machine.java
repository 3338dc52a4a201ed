package io.systole.kernel;

/**
 * Something that decides: a pure function from a state and an event to the next state and the
 * effects that the world is asked for.
 *
 * <p>A machine reads no clock, no randomness, no thread, no file, no socket and no log. Time, draws
 * and results of effects come to it as events. The same state and event always give the same step,
 * which is what lets a model checker, a simulator and a trace validator run the very code that
 * decides in production.
 *
 * @param <S> the state: a record of immutable, deterministically ordered collections
 * @param <E> the events: a sealed interface of records, named in the past tense
 * @param <F> the effects: a sealed interface of records, named as imperatives
 */
@FunctionalInterface
public interface Machine<S, E, F> {

  /**
   * Takes one atomic step.
   *
   * @return the next state with its effects in the order in which they are to be carried out; for
   *     an event that is not allowed here, the same state, no effects, and the reason
   */
  Step<S, F> step(S state, E event);
}
