package io.systole.kernel;

/**
 * Why a machine did not act on an event. Each protocol has an enum of them, so that a reason can be
 * counted, traced and tested by name.
 */
public interface Refusal {

  /** The name of the reason, as in the specification. */
  String name();
}
