/** Fencing, tied to {@code spec/fencing}. */
@NullMarked
package io.systole.refinement.fencing;

import org.jspecify.annotations.NullMarked;
