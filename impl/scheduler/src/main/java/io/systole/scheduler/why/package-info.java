/** Answers why a resource is where it is, or is not where it is missed, from a plan. */
@NullMarked
package io.systole.scheduler.why;

import org.jspecify.annotations.NullMarked;
