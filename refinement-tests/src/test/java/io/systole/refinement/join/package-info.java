/** The join sequence and its specification are the same thing. */
@NullMarked
package io.systole.refinement.join;

import org.jspecify.annotations.NullMarked;
