/** The election and its specification are the same thing. */
@NullMarked
package io.systole.refinement.election;

import org.jspecify.annotations.NullMarked;
