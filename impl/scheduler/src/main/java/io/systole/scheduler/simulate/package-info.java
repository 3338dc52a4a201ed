/** Schedules all cases of a regression suite and writes their graphs as files. */
@NullMarked
package io.systole.scheduler.simulate;

import org.jspecify.annotations.NullMarked;
