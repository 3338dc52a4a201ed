/** TLC, the model checker of TLA+, as a library: each run in a JVM of its own. */
@NullMarked
package io.systole.refinement.tlc;

import org.jspecify.annotations.NullMarked;
