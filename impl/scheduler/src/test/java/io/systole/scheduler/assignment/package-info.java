/** Tests of {@code io.systole.scheduler.assignment}. */
@NullMarked
package io.systole.scheduler.assignment;

import org.jspecify.annotations.NullMarked;
