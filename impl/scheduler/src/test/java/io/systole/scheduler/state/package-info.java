/** The cluster as it is read. */
@NullMarked
package io.systole.scheduler.state;

import org.jspecify.annotations.NullMarked;
