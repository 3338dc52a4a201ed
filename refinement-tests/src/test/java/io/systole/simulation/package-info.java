/** Schedules of a whole cluster, in numbers and one by one. */
@NullMarked
package io.systole.simulation;

import org.jspecify.annotations.NullMarked;
