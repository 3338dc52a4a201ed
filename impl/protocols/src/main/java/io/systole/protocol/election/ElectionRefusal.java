package io.systole.protocol.election;

import io.systole.kernel.Refusal;

/** Why an election did not act on an event. */
public enum ElectionRefusal implements Refusal {
  /** This view is the current one already. */
  SAME_VIEW,
  /** The vote is of another view. */
  OTHER_VIEW,
  /** The vote is of a round that another one has replaced. */
  OLD_ROUND,
  /** Who votes is not a member of the view. */
  NOT_A_MEMBER,
  /** This member's vote in this round has been counted. */
  ALREADY_VOTED,
  /** The epoch is none that is greater than those known. */
  NOT_NEWER,
  /** Nothing is held back. */
  NOT_HOLDING,
  /** No vote is missing. */
  NOT_VOTING,
  /** There is no winner yet who could be replaced. */
  NOT_DECIDED
}
