/** The cluster as the CIB tells it: what is configured, and what runs. */
@NullMarked
package io.systole.scheduler.state;

import org.jspecify.annotations.NullMarked;
