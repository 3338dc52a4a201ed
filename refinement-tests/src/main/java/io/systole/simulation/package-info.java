/**
 * A whole cluster in one thread, on virtual time: the machines that run in production, on a
 * network, disks, agents and power switches that are simulated, with faults drawn from a seed, and
 * with the promises checked after every event.
 */
@NullMarked
package io.systole.simulation;

import org.jspecify.annotations.NullMarked;
