/** CIB to transition graph, and why. */
@NullMarked
package io.systole.scheduler;

import org.jspecify.annotations.NullMarked;
