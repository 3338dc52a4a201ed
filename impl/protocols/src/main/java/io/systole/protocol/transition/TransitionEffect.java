package io.systole.protocol.transition;

import java.time.Duration;

/** What a transition asks of the world. */
public sealed interface TransitionEffect {

  /**
   * Have this done; unless it ends at once, its end comes as {@link TransitionEvent.ActionEnded}.
   */
  record PerformAction(long transition, GraphAction action) implements TransitionEffect {}

  record StartActionTimer(long transition, int action, Duration after)
      implements TransitionEffect {}

  record CancelActionTimer(long transition, int action) implements TransitionEffect {}

  /** The transition is over. */
  record EndTransition(long transition, TransitionOutcome outcome, String reason)
      implements TransitionEffect {}
}
