package io.systole.protocol.controller;

import io.systole.kernel.Refusal;

/** Why a controller did not act on an event that it does not leave to its machines. */
public enum ControllerRefusal implements Refusal {
  /** This node has left the cluster, or may leave at any moment. */
  LEFT,
  /** The epoch is less than one that this node has seen. */
  OLD_EPOCH,
  /** Only the coordinator of the epoch may say this. */
  NOT_FROM_DC,
  /** The message is for another node. */
  NOT_ADDRESSED,
  /** This node has not confirmed in the round of the order. */
  NOT_CONFIRMED,
  /** This is for the DC of a complete round. */
  NOT_DC,
  /** The answer is to a question that does not matter any more. */
  NOT_ASKED,
  /** The timer is about something that is over. */
  TIMER_OVER,
  /** A fencing that ended is too old to say anything about the node now. */
  STALE_FENCING,
  /** Nothing follows from it. */
  NOTHING_TO_DO
}
