/** Traces of the running code, checked step by step against the specifications. */
@NullMarked
package io.systole.refinement.trace;

import org.jspecify.annotations.NullMarked;
