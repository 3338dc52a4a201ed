package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Step;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A part of a step: the state so far, and the effects so far. */
record Moves(FencingState state, ImmutableList<FencingEffect> effects) {

  static Moves to(FencingState state, FencingEffect... effects) {
    return new Moves(state, ImmutableList.copyOf(effects));
  }

  /** And these effects, after those so far. */
  Moves and(FencingEffect... more) {
    return new Moves(
        state, ImmutableList.<FencingEffect>builder().addAll(effects).add(more).build());
  }

  /** Goes on from here. */
  Moves then(Function<FencingState, Moves> next) {
    Moves following = next.apply(state);
    return new Moves(
        following.state,
        ImmutableList.<FencingEffect>builder().addAll(effects).addAll(following.effects).build());
  }

  /** Goes on to a state, without effects. */
  Moves change(UnaryOperator<FencingState> change) {
    return new Moves(change.apply(state), effects);
  }

  /** Goes on for each of {@code all}, in order. */
  <T> Moves thenForEach(Iterable<T> all, Each<T> next) {
    Moves moves = this;
    for (T one : all) {
      moves = moves.then(state -> next.moves(state, one));
    }
    return moves;
  }

  /** What is done for one of many. */
  @FunctionalInterface
  interface Each<T> {
    Moves moves(FencingState state, T one);
  }

  Step<FencingState, FencingEffect> step() {
    return Step.to(state, effects);
  }
}
