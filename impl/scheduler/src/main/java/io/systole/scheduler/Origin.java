package io.systole.scheduler;

/** Where a CIB comes from, which says how far its parameters can be trusted. */
public enum Origin {
  /** From the cluster itself. */
  LIVE,
  /**
   * From a file, in which passwords may have been masked before it was handed on: whether those
   * have changed cannot be told, so that only other parameters are compared with what ran.
   */
  SAVED
}
