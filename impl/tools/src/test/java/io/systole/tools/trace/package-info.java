/** {@code systole trace}. */
@NullMarked
package io.systole.tools.trace;

import org.jspecify.annotations.NullMarked;
