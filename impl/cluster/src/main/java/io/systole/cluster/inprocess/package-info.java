/**
 * The simulator's engine: a whole cluster's network in one thread, on virtual time, with every
 * fault, and the same run for the same seed.
 */
@NullMarked
package io.systole.cluster.inprocess;

import org.jspecify.annotations.NullMarked;
