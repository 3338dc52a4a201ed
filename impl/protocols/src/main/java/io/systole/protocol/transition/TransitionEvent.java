package io.systole.protocol.transition;

/** What happens to a transition. */
public sealed interface TransitionEvent {

  /** The scheduler wants this; nothing may be under way. */
  record TransitionStarted(TransitionGraph graph) implements TransitionEvent {}

  /**
   * An action has ended.
   *
   * @param succeeded whether as wanted
   */
  record ActionEnded(long transition, int action, boolean succeeded) implements TransitionEvent {}

  /** An action has not ended in time. */
  record ActionOverdue(long transition, int action) implements TransitionEvent {}

  /** Something else than this transition is wanted now. */
  record TransitionAborted(String reason) implements TransitionEvent {}

  /** This node may not decide any more: forget it all at once. */
  record TransitionDropped() implements TransitionEvent {}
}
