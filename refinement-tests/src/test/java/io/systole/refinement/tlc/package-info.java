/** The flags of orderings, checked by Alloy and compared with the scheduler. */
@NullMarked
package io.systole.refinement.tlc;

import org.jspecify.annotations.NullMarked;
