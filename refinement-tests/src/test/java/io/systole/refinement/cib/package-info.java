/** The code and its specification are the same thing. */
@NullMarked
package io.systole.refinement.cib;

import org.jspecify.annotations.NullMarked;
