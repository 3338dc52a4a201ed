/** Tests of what compares graphs. */
@NullMarked
package io.systole.refinement.graph;

import org.jspecify.annotations.NullMarked;
