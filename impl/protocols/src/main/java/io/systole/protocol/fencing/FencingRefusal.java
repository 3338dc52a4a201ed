package io.systole.protocol.fencing;

import io.systole.kernel.Refusal;

/** Why a fencer did not act on an event. */
public enum FencingRefusal implements Refusal {
  /** The coordinator that asks has been replaced. */
  STALE_EPOCH,
  /** The fencer is in no view yet, so it can ask nobody. */
  NOT_IN_VIEW,
  /** {@link FencingState#MAX_ROUNDS} requests are being served already. */
  TOO_MANY_ROUNDS,
  /** More devices than {@link FencingConfiguration#MAX_DEVICES} were given. */
  TOO_MANY_DEVICES,
  /** The message is of no operation that is pending here, or of a call that is over. */
  UNKNOWN_OPERATION,
  /** A result or a query came from another node than the operation's originator. */
  NOT_THE_ORIGINATOR,
  /** The sender is not in the view. */
  NOT_A_MEMBER,
  /** The message is for other peers. */
  NOT_FOR_US,
  /** The order was obeyed before, and is still being obeyed. */
  ALREADY_EXECUTING,
  /** The timer is of something that has ended. */
  STALE_TIMER
}
