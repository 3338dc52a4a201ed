package io.systole.simulation;

import io.systole.cluster.inprocess.InProcessNetwork;
import io.systole.kernel.Trace;

/**
 * What all parts of one run share.
 *
 * @param chances decide everything but the network, which draws for itself
 */
record Cluster(
    InProcessNetwork network,
    Wire wire,
    World world,
    Promises promises,
    Story story,
    Chances chances,
    Conditions conditions,
    Sabotage sabotage,
    Trace trace) {

  /** 2026-01-01, from which virtual time counts. */
  private static final long EPOCH_MILLIS = 1_767_225_600_000L;

  /** The draws of a concern. */
  Draws draws(Concern concern) {
    return chances.of(concern);
  }

  /** The right time, in milliseconds since 1970. */
  long clockMillis() {
    return EPOCH_MILLIS + network.time().now().toMillis();
  }
}
