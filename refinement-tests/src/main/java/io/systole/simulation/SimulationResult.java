package io.systole.simulation;

import java.time.Duration;

/**
 * How a run went that kept all promises.
 *
 * @param events how much happened
 * @param acknowledged how many changes of the configuration were acknowledged
 * @param converged how long it took to come to rest after the last fault
 * @param hash over all that happened; empty if it was not asked for
 */
public record SimulationResult(
    long seed, long events, int acknowledged, Duration converged, String hash) {}
