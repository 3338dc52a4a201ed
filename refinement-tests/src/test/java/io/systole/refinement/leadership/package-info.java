/** The join sequence and its specification are the same thing. */
@NullMarked
package io.systole.refinement.leadership;

import org.jspecify.annotations.NullMarked;
