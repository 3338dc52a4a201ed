package io.systole.refinement.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.protocol.transition.TransitionOutcome;
import io.systole.protocol.transition.TransitionState;

/** One state of a DC and its world; the components are the variables of {@code Transition.tla}. */
record TransitionWorld(
    TransitionState dc,
    ImmutableSet<ActionId> asked,
    ImmutableSet<ActionId> performing,
    ImmutableSet<ActionId> timers,
    ImmutableSet<ActionId> late,
    ImmutableList<TransitionOutcome> outcomes) {

  static final TransitionWorld INITIAL =
      new TransitionWorld(
          TransitionState.INITIAL,
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableList.of());

  /** An action of a transition. */
  record ActionId(long transition, int action) {}
}
