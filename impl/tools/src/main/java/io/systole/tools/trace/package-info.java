/** {@code systole trace}: what every machine of a cluster did, step by step. */
@NullMarked
package io.systole.tools.trace;

import org.jspecify.annotations.NullMarked;
