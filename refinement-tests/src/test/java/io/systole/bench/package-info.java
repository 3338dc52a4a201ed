/** The benchmark's own arithmetic. */
@NullMarked
package io.systole.bench;

import org.jspecify.annotations.NullMarked;
