/** Tests of {@code io.systole.scheduler.preferences}. */
@NullMarked
package io.systole.scheduler.preferences;

import org.jspecify.annotations.NullMarked;
