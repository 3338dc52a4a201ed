/** Tests of the transition machine. */
@NullMarked
package io.systole.protocol.transition;

import org.jspecify.annotations.NullMarked;
