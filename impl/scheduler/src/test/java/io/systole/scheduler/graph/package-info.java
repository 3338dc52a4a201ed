/** Tests of {@code io.systole.scheduler.graph}. */
@NullMarked
package io.systole.scheduler.graph;

import org.jspecify.annotations.NullMarked;
