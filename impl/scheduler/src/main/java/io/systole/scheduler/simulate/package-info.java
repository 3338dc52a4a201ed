/** Executes a graph on a copy of the cluster, and prints clusters and transitions. */
@NullMarked
package io.systole.scheduler.simulate;

import org.jspecify.annotations.NullMarked;
