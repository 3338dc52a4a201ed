package io.systole.protocol.transition;

import io.systole.kernel.Refusal;

/** Why a transition did not act on an event. */
public enum TransitionRefusal implements Refusal {
  /** There is a transition under way already. */
  ALREADY_RUNNING,
  /** There is no transition under way. */
  NOT_RUNNING,
  /** This is about another transition. */
  OTHER_TRANSITION,
  /** The action has not begun, or it has ended once. */
  NOT_STARTED,
  /** The transition is ending anyway. */
  ALREADY_ENDING
}
