/** The model checker as something that can be asked, tried on a counter. */
@NullMarked
package io.systole.refinement.tlc;

import org.jspecify.annotations.NullMarked;
