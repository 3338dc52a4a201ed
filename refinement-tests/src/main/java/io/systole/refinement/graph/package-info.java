/** State graphs of specifications and of the code, and what differs between two of them. */
@NullMarked
package io.systole.refinement.graph;

import org.jspecify.annotations.NullMarked;
