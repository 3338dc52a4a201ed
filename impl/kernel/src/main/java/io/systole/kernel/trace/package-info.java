/**
 * The written trace: one JSON object a line, as {@code traces/FORMAT.md} says. This package is a
 * shell beside the kernel's core: it reads records by reflection and writes text.
 */
@NullMarked
package io.systole.kernel.trace;

import org.jspecify.annotations.NullMarked;
