/** The specifications are checked, and so is what checks them. */
@NullMarked
package io.systole.refinement.spec;

import org.jspecify.annotations.NullMarked;
