package io.systole.simulation;

import java.time.Duration;

/**
 * How a run went that kept all promises.
 *
 * @param events how much happened
 * @param activity what the cluster had to do
 * @param converged how long it took to come to rest after the last fault
 * @param hash over all that happened; empty if it was not asked for
 */
public record SimulationResult(
    long seed, long events, Activity activity, Duration converged, String hash) {

  /**
   * What the cluster had to do in a run.
   *
   * @param acknowledged changes of the configuration that were acknowledged
   * @param starts of resources that were begun
   * @param fencings by which a node's power was cut
   * @param epochs of a quorum that have begun
   */
  public record Activity(int acknowledged, int starts, int fencings, int epochs) {}
}
