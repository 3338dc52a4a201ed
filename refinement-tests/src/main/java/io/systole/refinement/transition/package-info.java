/** The transition, tied to {@code spec/transition}. */
@NullMarked
package io.systole.refinement.transition;

import org.jspecify.annotations.NullMarked;
