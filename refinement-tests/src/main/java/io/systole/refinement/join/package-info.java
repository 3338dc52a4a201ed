/** The join sequence, tied to {@code spec/join}. */
@NullMarked
package io.systole.refinement.join;

import org.jspecify.annotations.NullMarked;
