/** Tests of the kernel, on a machine that is small enough to be seen through. */
@NullMarked
package io.systole.kernel;

import org.jspecify.annotations.NullMarked;
