/** Tests of {@code io.systole.scheduler.actions}. */
@NullMarked
package io.systole.scheduler.actions;

import org.jspecify.annotations.NullMarked;
