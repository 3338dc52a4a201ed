/** The rules of the house as tests: who may know whom, what a core may do, and style. */
@NullMarked
package io.systole.refinement;

import org.jspecify.annotations.NullMarked;
