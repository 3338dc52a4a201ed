/** {@code spec/leadership}, made of what controllers remember. */
@NullMarked
package io.systole.refinement.leadership;

import org.jspecify.annotations.NullMarked;
