/** What simulated clusters do is what is specified. */
@NullMarked
package io.systole.refinement.trace;

import org.jspecify.annotations.NullMarked;
