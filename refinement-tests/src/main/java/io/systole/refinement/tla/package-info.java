/** Values of TLA+, in which the specifications and the code are compared. */
@NullMarked
package io.systole.refinement.tla;

import org.jspecify.annotations.NullMarked;
