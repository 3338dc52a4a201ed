package io.systole.cluster.ring;

import io.systole.kernel.Refusal;

/** Why {@link RingGroup} did not act. */
public enum RingGroupRefusal implements Refusal {
  /** This process is not in the group yet. */
  OUTSIDE,
  /** The word was said in another ring. */
  OTHER_RING,
  /** The sender is not in the group. */
  UNKNOWN_SENDER,
  /** It is for somebody else, or for an earlier question. */
  NOT_FOR_US,
  /** There is nothing new in it. */
  NOTHING_NEW,
  /** This process has not been told what it missed. */
  UNSETTLED,
  /** Nothing was asked. */
  NOT_ASKING,
  /** More waits than may. */
  FULL
}
