/** Tests of values. */
@NullMarked
package io.systole.refinement.tla;

import org.jspecify.annotations.NullMarked;
