/** Tests of the written trace. */
@NullMarked
package io.systole.kernel.trace;

import org.jspecify.annotations.NullMarked;
