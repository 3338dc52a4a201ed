/**
 * How fast the scheduler is, and how its cost grows: it and the field's own tool, which is used as
 * a black box, are measured in turn on the same inputs.
 */
@NullMarked
package io.systole.bench;

import org.jspecify.annotations.NullMarked;
